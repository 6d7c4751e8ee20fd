package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Network;
import org.tinymnist.train.TrainingGraph.Step;

class WeightAverageTest {

  private static final int IMAGES = 8;
  private static final Averaging AVERAGING = new Averaging(1, 0.9);
  private static final Recipe RECIPE =
      new Recipe(
          2,
          IMAGES,
          0,
          0,
          false,
          new ConstantRate(0.1, 0.9),
          Dropout.NONE,
          Augmentation.NONE,
          Precision.FLOAT32,
          Optional.of(AVERAGING),
          false);

  /** Of two epochs of three steps, those of the second count. */
  @Test
  void movesTowardsTheWeightsAfterEachStepFromTheFirstThatCounts() {
    LabeledImages all = DataSet.mnistTest();
    LabeledImages few =
        new LabeledImages(
            Arrays.copyOf(all.pixels(), IMAGES * LabeledImages.PIXELS),
            Arrays.copyOf(all.labels(), IMAGES));
    Map<String, float[]> expected = new LinkedHashMap<>();
    try (TrainingData data = new TrainingData(new DataSet("a few", few, few, Map.of()));
        TrainingGraph graph =
            new TrainingGraph(RECIPE, new Randomness(1).initial(Network.weights()), data)) {
      for (int step = 0; step < 6; step++) {
        graph.step(
            new Step(
                IntStream.range(0, IMAGES).toArray(),
                new Rates(0.1, 0.9),
                1,
                AVERAGING.decayAt(step, 3),
                step));
        Map<String, float[]> weights = graph.weights();
        if (step <= 3) {
          expected.putAll(weights);
        } else {
          expected.forEach((name, average) -> move(average, weights.get(name)));
        }
      }
      Map<String, float[]> average = graph.average();
      assertThat(average).hasSameSizeAs(graph.weights());
      average.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
      assertThat(average.get("dense.bias")).isNotEqualTo(graph.weights().get("dense.bias"));
    }
  }

  private static void move(float[] average, float[] weight) {
    float decay = (float) AVERAGING.decay();
    for (int i = 0; i < average.length; i++) {
      average[i] = decay * average[i] + (1 - decay) * weight[i];
    }
  }
}
