package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.Hardware;

@Order(Order.DEFAULT + 3)
class TrainerTest {

  private static final Execution ONE_THREAD = new Execution(Device.CPU, 1);

  /** 1,000 images: seven batches of 128 and one of 104. */
  private static final int IMAGES = 1000;

  private static DataTensors few;

  /** Two epochs with every random choice, and what the listener heard. */
  private static final Recipe RANDOM = Recipes.random(2);

  private static final Recorder HEARD = new Recorder();
  private static Trainer.Result undisturbed;

  @BeforeAll
  static void train() {
    few = DataTensors.of(SmallMnist.of(IMAGES));
    undisturbed = train(RANDOM, 3, ONE_THREAD, HEARD);
  }

  @AfterAll
  static void close() {
    few.close();
  }

  private static Trainer.Result train(Recipe recipe, long seed) {
    return train(recipe, seed, ONE_THREAD, new Recorder());
  }

  private static Trainer.Result train(
      Recipe recipe, long seed, Execution execution, Recorder recorder) {
    return Trainer.train(recipe, seed, few, execution, recorder, recorder);
  }

  @Test
  void repeatsToTheBitAloneAndSideBySide() throws Exception {
    Execution twoThreads = new Execution(Device.CPU, 2);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      Callable<Trainer.Result> again = () -> train(RANDOM, 3);
      Callable<Trainer.Result> other = () -> train(RANDOM, 4);
      Callable<Trainer.Result> onTwoThreads = () -> train(RANDOM, 3, twoThreads, new Recorder());
      List<Future<Trainer.Result>> ends = pool.invokeAll(List.of(again, other, onTwoThreads));
      assertSame(undisturbed, ends.get(0).get());
      assertSame(undisturbed, ends.get(2).get());
      assertThat(ends.get(1).get().epochs()).isNotEqualTo(undisturbed.epochs());
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void leavesTheImagesAsTheyAreWhenTheAugmentationHasFaded() {
    double faded = faded(Optional.of(new Augmentation.Fade(0, 0))).epochs().get(1).trainLoss();
    // The transform by nothing interpolates at whole pixels, so that only rounding differs.
    assertThat(faded)
        .isCloseTo(train(Recipes.model1(2), 3).epochs().get(1).trainLoss(), within(1e-4));

    Trainer.Result first = faded(Optional.of(new Augmentation.Fade(1, 0)));
    Trainer.Result both = faded(Optional.empty());
    // TensorFlow folds the constants of the two graphs in another order.
    assertThat(first.epochs().get(0).trainLoss())
        .isCloseTo(both.epochs().get(0).trainLoss(), within(1e-5));
    assertThat(first.epochs().get(1).trainLoss())
        .isNotCloseTo(both.epochs().get(1).trainLoss(), within(1e-3));
  }

  private static Trainer.Result faded(Optional<Augmentation.Fade> fade) {
    return train(
        Recipes.of(2, 128, Recipes.ONE_CYCLE, Dropout.NONE, Recipes.augmentation(fade)), 3);
  }

  /**
   * The store is asked after each step but the last of an epoch, and after each epoch but the last:
   * its eighth answer is that after the first epoch.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, stopped in epoch 1 after step 1",
    "8, 1, 0, stopped in epoch 2 after step 0",
    "11, 1, 3, stopped in epoch 2 after step 3"
  })
  void resumesToTheSameBits(int answer, int epochs, int steps, String message) {
    Recorder parts = new Recorder();
    parts.stopsAt = answer;
    assertThatThrownBy(() -> train(RANDOM, 3, ONE_THREAD, parts))
        .isInstanceOf(Trainer.StoppedException.class)
        .hasMessage(message + "; run the same command again to resume");
    Checkpoint checkpoint = parts.newest().orElseThrow();
    assertThat(checkpoint.epochs()).hasSize(epochs);
    assertThat(checkpoint.seconds()).hasSize(epochs);
    assertThat(checkpoint.partial().steps()).isEqualTo(steps);

    parts.stopsAt = Integer.MAX_VALUE;
    Trainer.Result rest = train(RANDOM, 3, ONE_THREAD, parts);
    assertSame(undisturbed, rest);
    assertThat(parts.losses).isEqualTo(HEARD.losses);
    assertThat(rest.seconds()).hasSize(2).allMatch(seconds -> seconds > 0);
  }

  @Test
  void failsOnAnotherDeviceThanTheSelectedOne() {
    String name = "NVIDIA H200, compute capability 9.0";
    Execution gpu = Execution.of(new Device(name, true, false, false), 2);
    assertThatThrownBy(() -> train(Recipes.model1(1), 1, gpu, new Recorder()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("TensorFlow does not run this on " + name);
  }

  /** bfloat16 has eight bits of significand. */
  @Test
  void trainsInBfloat16CloseToFloat32() {
    assumeTrue(Hardware.hasBfloat16());
    Recipe bfloat16 =
        new Recipe(2, 128, 0.02, 0, Recipes.ONE_CYCLE, null, null, Precision.BFLOAT16);
    Trainer.Result half = train(bfloat16, 1);
    double single = train(Recipes.model1(2), 1).epochs().get(1).trainLoss();
    assertThat(half.epochs().get(1).trainLoss())
        .isNotEqualTo(single)
        .isCloseTo(single, withinPercentage(1));
  }

  @Test
  void tellsOfEveryStepWithTheShortLastBatchAndOfTheLastRatesOfAnEpoch() {
    assertThat(HEARD.steps).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8);
    List<EpochMetrics> epochs = undisturbed.epochs();
    assertThat(epochs).extracting(EpochMetrics::epoch).containsExactly(1, 2);
    assertThat(epochs.get(0).trainAccuracy()).isEqualTo(HEARD.accuracies.get(7));
    assertThat(epochs.get(0).learningRate()).isEqualTo(Recipes.ONE_CYCLE.at(7, 16).learningRate());
    assertThat(epochs.get(1).momentum()).isEqualTo(Recipes.ONE_CYCLE.at(15, 16).momentum());
  }

  /** The note: 97.11 % after one epoch of a schedule of 20; here the schedule is one. */
  @Test
  void reaches96PercentInOneEpochOfAllImages() {
    try (DataTensors data = DataTensors.of(DataSet.mnist())) {
      Recorder recorder = new Recorder();
      Trainer.Result model =
          Trainer.train(Recipes.model1(1), 1, data, ONE_THREAD, recorder, recorder);
      assertThat(model.epochs().get(0).testAccuracy()).isGreaterThanOrEqualTo(0.96);
      // The note: "Total Parameters: 7,784".
      assertThat(model.parameters()).isEqualTo(7_784);
    }
  }

  private static void assertSame(Trainer.Result one, Trainer.Result other) {
    assertThat(other.epochs()).isEqualTo(one.epochs());
    assertThat(other.testProbabilities()).isDeepEqualTo(one.testProbabilities());
    one.weights()
        .forEach((name, values) -> assertThat(other.weights().get(name)).isEqualTo(values));
  }
}
