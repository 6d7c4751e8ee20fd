package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Network;
import org.tinymnist.train.TrainingGraph.Score;
import org.tinymnist.train.TrainingGraph.Step;

/** Steps in one call against steps in a call each. */
class StepLoopTest {

  /** Seven batches of 32 and one of 16. */
  private static final int IMAGES = 240;

  private static final int BATCH = 32;
  private static final int STEPS = 8;

  private static TrainingData few;

  @BeforeAll
  static void load() {
    LabeledImages all = DataSet.mnistTest();
    LabeledImages first =
        new LabeledImages(
            Arrays.copyOf(all.pixels(), IMAGES * LabeledImages.PIXELS),
            Arrays.copyOf(all.labels(), IMAGES));
    few = new TrainingData(new DataSet("a few", first, first, Map.of()));
  }

  @AfterAll
  static void close() {
    few.close();
  }

  /** With all that a recipe can have. */
  @Test
  void areTheSameToTheBit() {
    Recipe recipe =
        new Recipe(
            2,
            BATCH,
            0.02,
            0.0005,
            true,
            new OneCycle(
                0.05, 0.2, 10, 100, OneCycle.Anneal.COS, new OneCycle.Momentum.Cycled(0.85, 0.95)),
            new Dropout(0.1, 0.1),
            new Augmentation(
                10, 2, 0.1, 0.1, Optional.of(new Elastic(34, 4)), Optional.of(new Fade(0, 2))),
            Precision.FLOAT32,
            Optional.of(new Averaging(1, 0.9)),
            false);
    List<Score> scores = new ArrayList<>();
    try (TrainingGraph single = graph(recipe, false);
        TrainingGraph looped = graph(recipe, true)) {
      for (Step step : steps(recipe, 0, 2 * STEPS)) {
        scores.add(single.step(step));
      }
      List<Score> inOneCall = new ArrayList<>();
      inOneCall.addAll(looped.steps(steps(recipe, 0, 3)));
      inOneCall.addAll(looped.steps(steps(recipe, 3, STEPS)));
      inOneCall.addAll(looped.steps(steps(recipe, STEPS, 2 * STEPS)));

      assertThat(inOneCall).isEqualTo(scores);
      assertSame(looped.weights(), single.weights());
      assertSame(looped.buffers(), single.buffers());
      assertSame(looped.average(), single.average());
      assertThat(looped.predict()).isDeepEqualTo(single.predict());
    }
  }

  private static TrainingGraph graph(Recipe recipe, boolean looped) {
    return new TrainingGraph(
        recipe, new Randomness(1).initial(Network.weights()), few, looped, Speedup.ALL, 1);
  }

  private static List<Step> steps(Recipe recipe, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            step -> {
              int first = step % STEPS * BATCH;
              return new Step(
                  IntStream.range(first, Math.min(first + BATCH, IMAGES)).toArray(),
                  recipe.schedule().at(step, 2 * STEPS),
                  recipe.strengthAt(step, STEPS),
                  recipe.averageDecayAt(step, STEPS),
                  step);
            })
        .toList();
  }

  private static void assertSame(Map<String, float[]> one, Map<String, float[]> other) {
    assertThat(one).hasSameSizeAs(other).isNotEmpty();
    one.forEach((name, values) -> assertThat(values).as(name).isEqualTo(other.get(name)));
  }
}
