package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Network;
import org.tinymnist.train.TrainingGraph.Score;
import org.tinymnist.train.TrainingGraph.Step;

class SpeedupTest {

  private static final int IMAGES = 128;

  /** Float32 sums of some thousand terms of size one, through seven layers, over the images. */
  private static final double TOLERANCE = 1e-4;

  private record Outcome(Score score, Map<String, float[]> weights) {}

  @ParameterizedTest
  @EnumSource
  void changesNothingButTheRounding(Speedup left) {
    Outcome all = step(Speedup.ALL);
    Outcome without = step(Speedup.without(left));

    assertThat(without.score().correct()).isEqualTo(all.score().correct());
    assertThat(without.score().loss() / IMAGES)
        .isCloseTo(all.score().loss() / IMAGES, within(TOLERANCE));
    // The weights went 0.01 times their gradients.
    all.weights()
        .forEach(
            (name, values) -> {
              float[] other = without.weights().get(name);
              for (int i = 0; i < values.length; i++) {
                assertThat((double) other[i]).as(name).isCloseTo(values[i], within(TOLERANCE));
              }
            });
  }

  @Test
  void areAllUsedUnlessLeftOut() {
    assertThat(Speedup.ALL).containsExactlyInAnyOrder(Speedup.values());
    assertThat(Speedup.without(Speedup.LATE_RELU))
        .hasSize(Speedup.values().length - 1)
        .doesNotContain(Speedup.LATE_RELU);
  }

  private static Outcome step(Set<Speedup> speedups) {
    LabeledImages test = DataSet.mnistTest();
    Recipe recipe =
        new Recipe(
            1,
            IMAGES,
            0.02,
            0,
            new ConstantRate(0.01, 0),
            Dropout.NONE,
            Augmentation.NONE,
            Precision.FLOAT32);
    try (TrainingData data = new TrainingData(new DataSet("MNIST", test, test, Map.of()));
        TrainingGraph graph =
            new TrainingGraph(
                recipe, new Randomness(1).initial(Network.weights()), data, false, speedups, 1)) {
      int[] images = IntStream.range(0, IMAGES).toArray();
      Score score = graph.step(new Step(images, new Rates(0.01, 0), 1));
      return new Outcome(score, graph.weights());
    }
  }
}
