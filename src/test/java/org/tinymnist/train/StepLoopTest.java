package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.experiment.AugmentationFade;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;

/** Steps in one call against steps in a call each. */
class StepLoopTest {

  /** Seven batches of 32 and one of 16. */
  private static final int IMAGES = 240;

  private static final int BATCH = 32;
  private static final int STEPS = 8;

  private static DataTensors few;

  @BeforeAll
  static void load() {
    few = new DataTensors(SmallMnist.of(IMAGES));
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
            Recipes.ONE_CYCLE,
            new Dropout(0.1, 0.1),
            Recipes.augmentation(Optional.of(new AugmentationFade(0, 2))),
            Precision.FLOAT32);
    List<BatchMetrics> scores = new ArrayList<>();
    try (TrainingGraph single = graph(recipe, false);
        TrainingGraph looped = graph(recipe, true)) {
      for (StepInput step : steps(recipe, 0, 2 * STEPS)) {
        scores.add(single.step(step));
      }
      List<BatchMetrics> inOneCall = new ArrayList<>();
      inOneCall.addAll(looped.steps(steps(recipe, 0, 3)));
      inOneCall.addAll(looped.steps(steps(recipe, 3, STEPS)));
      inOneCall.addAll(looped.steps(steps(recipe, STEPS, 2 * STEPS)));

      assertThat(inOneCall).isEqualTo(scores);
      assertSame(looped.weights(), single.weights());
      assertSame(looped.buffers(), single.buffers());
      assertThat(looped.predict()).isDeepEqualTo(single.predict());
    }
  }

  private static TrainingGraph graph(Recipe recipe, boolean looped) {
    return new TrainingGraph(
        new Objective(recipe, false),
        new RandomStreams(1).initial(Network.weights()),
        few,
        looped,
        1);
  }

  private static List<StepInput> steps(Recipe recipe, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            step -> {
              int first = step % STEPS * BATCH;
              return new StepInput(
                  IntStream.range(first, Math.min(first + BATCH, IMAGES)).toArray(),
                  recipe.schedule().at(step, 2 * STEPS),
                  recipe.strengthAt(step, STEPS),
                  step);
            })
        .toList();
  }

  private static void assertSame(Map<String, float[]> one, Map<String, float[]> other) {
    assertThat(one).hasSameSizeAs(other).isNotEmpty();
    one.forEach((name, values) -> assertThat(values).as(name).isEqualTo(other.get(name)));
  }
}
