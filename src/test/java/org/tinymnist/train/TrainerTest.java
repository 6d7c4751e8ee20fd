package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;

@Order(1)
class TrainerTest {

  private static final TrainingListener SILENT =
      new TrainingListener() {
        @Override
        public void step(int epoch, int step, Rates rates, double loss, double accuracy) {}

        @Override
        public void epoch(EpochMetrics metrics) {}
      };

  private static final OneCycle ONE_CYCLE =
      new OneCycle(
          0.05, 0.2, 10, 100, OneCycle.Anneal.COS, new OneCycle.Momentum.Cycled(0.85, 0.95));

  /** 1,000 images: seven batches of 128 and one of 104. */
  private static final int IMAGES = 1000;

  private static TrainingData few;

  @BeforeAll
  static void load() {
    DataSet mnist = DataSet.mnist();
    few =
        new TrainingData(
            new DataSet("a part", first(mnist.train()), first(mnist.test()), Map.of()));
  }

  @AfterAll
  static void close() {
    few.close();
  }

  @Test
  void repeatsToTheBitAloneAndSideBySide() throws Exception {
    Recipe recipe = recipe(2, ONE_CYCLE, new Dropout(0.1, 0.1), new Augmentation(10, 2, 0.1, 0.1));
    Trainer.Outcome alone =
        Trainer.train(recipe, 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      Callable<Trainer.Outcome> again =
          () -> Trainer.train(recipe, 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
      Callable<Trainer.Outcome> other =
          () -> Trainer.train(recipe, 4, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
      Callable<Trainer.Outcome> onTwoThreads =
          () -> Trainer.train(recipe, 3, few, Device.CPU, 2, Checkpoint.Store.NONE, SILENT);
      List<Future<Trainer.Outcome>> ends = pool.invokeAll(List.of(again, other, onTwoThreads));
      assertSame(alone, ends.get(0).get());
      assertSame(alone, ends.get(2).get());
      assertThat(ends.get(1).get().epochs()).isNotEqualTo(alone.epochs());
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void leavesTheImagesAsTheyAreWhenTheAugmentationHasFaded() {
    Recipe plain = recipe(2, ONE_CYCLE);
    Trainer.Outcome without =
        Trainer.train(plain, 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    assertSame(without, train(new Fade(0, 0)));

    Trainer.Outcome first = train(new Fade(1, 0));
    Recipe augmented = recipe(2, ONE_CYCLE, Dropout.NONE, new Augmentation(10, 2, 0.1, 0.1));
    Trainer.Outcome both =
        Trainer.train(augmented, 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    // TensorFlow folds the constants of the two graphs in another order.
    assertThat(first.epochs().get(0).trainLoss())
        .isCloseTo(both.epochs().get(0).trainLoss(), within(1e-5));
    assertThat(first.epochs().get(1).trainLoss())
        .isNotCloseTo(both.epochs().get(1).trainLoss(), within(1e-3));
  }

  @Test
  void endsWithTheAverageOfTheLastWeightsAndStatisticsOfItsOwn() {
    Recipe plain = recipe(2, ONE_CYCLE);
    Trainer.Outcome last =
        Trainer.train(plain, 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    // With a decay of 0 the average is the last weights.
    Trainer.Outcome same =
        Trainer.train(averaged(2, 1, 0), 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    last.weights()
        .forEach(
            (name, values) -> {
              boolean statistics = name.endsWith(".mean") || name.endsWith(".variance");
              assertThat(Arrays.equals(same.weights().get(name), values))
                  .as(name)
                  .isEqualTo(!statistics);
            });
    assertThat(same.epochs().get(0)).isEqualTo(last.epochs().get(0));
    assertThat(same.epochs().get(1).trainLoss()).isEqualTo(last.epochs().get(1).trainLoss());
    assertThat(same.epochs().get(1).testLoss()).isNotEqualTo(last.epochs().get(1).testLoss());

    Trainer.Outcome average =
        Trainer.train(averaged(2, 1, 0.5), 3, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    assertThat(average.weights().get("dense.kernel"))
        .isNotEqualTo(last.weights().get("dense.kernel"));
  }

  @Test
  void goesOnWithTheAverageOfACheckpoint() {
    Recipe recipe = averaged(3, 1, 0.9);
    List<Checkpoint> saved = new ArrayList<>();
    Trainer.Outcome whole =
        Trainer.train(recipe, 3, few, Device.CPU, 1, store(Optional.empty(), saved), SILENT);
    Trainer.Outcome rest =
        Trainer.train(
            recipe,
            3,
            few,
            Device.CPU,
            1,
            store(Optional.of(saved.get(1)), new ArrayList<>()),
            SILENT);
    assertSame(whole, rest);
  }

  private static Recipe averaged(int epochs, int after, double decay) {
    return new Recipe(
        epochs,
        128,
        0.02,
        0,
        false,
        ONE_CYCLE,
        Dropout.NONE,
        Augmentation.NONE,
        Precision.FLOAT32,
        Optional.of(new Averaging(after, decay)),
        false);
  }

  private static Trainer.Outcome train(Fade fade) {
    Augmentation faded = new Augmentation(10, 2, 0.1, 0.1, Optional.empty(), Optional.of(fade));
    return Trainer.train(
        recipe(2, ONE_CYCLE, Dropout.NONE, faded),
        3,
        few,
        Device.CPU,
        1,
        Checkpoint.Store.NONE,
        SILENT);
  }

  @Test
  void goesOnFromACheckpointToTheSameBits() {
    Recipe recipe = recipe(3, ONE_CYCLE, new Dropout(0.1, 0.1), new Augmentation(10, 2, 0.1, 0.1));
    List<Checkpoint> saved = new ArrayList<>();
    Trainer.Outcome whole =
        Trainer.train(recipe, 3, few, Device.CPU, 1, store(Optional.empty(), saved), SILENT);
    assertThat(saved).hasSize(2);
    for (Checkpoint checkpoint : List.copyOf(saved)) {
      Trainer.Outcome rest =
          Trainer.train(
              recipe,
              3,
              few,
              Device.CPU,
              1,
              store(Optional.of(checkpoint), new ArrayList<>()),
              SILENT);
      assertSame(whole, rest);
    }
  }

  /** Eight steps an epoch in calls of three, three, and two: the last batch is a smaller one. */
  @Test
  void goesTheSameWayWithSeveralStepsACall() {
    Recipe recipe = recipe(2, ONE_CYCLE, new Dropout(0.1, 0.1), new Augmentation(10, 2, 0.1, 0.1));
    List<Double> single = new ArrayList<>();
    List<Double> several = new ArrayList<>();
    Trainer.Outcome one =
        Trainer.train(recipe, 3, few, Device.CPU, 1, 1, Checkpoint.Store.NONE, losses(single));
    Trainer.Outcome other =
        Trainer.train(recipe, 3, few, Device.CPU, 1, 3, Checkpoint.Store.NONE, losses(several));
    assertSame(one, other);
    assertThat(several).hasSize(16).isEqualTo(single);
  }

  private static TrainingListener losses(List<Double> losses) {
    return new TrainingListener() {
      @Override
      public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
        losses.add(loss);
      }

      @Override
      public void epoch(EpochMetrics metrics) {}
    };
  }

  @Test
  void failsOnAnotherDeviceThanItIsToRunOn() {
    Device gpu = new Device("NVIDIA H200, compute capability 9.0", true, false, false);
    assertThatThrownBy(
            () ->
                Trainer.train(recipe(1, ONE_CYCLE), 1, few, gpu, 1, Checkpoint.Store.NONE, SILENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("TensorFlow does not run this on NVIDIA H200, compute capability 9.0");
  }

  /** Eight bits of significand: other bits, but the same course. */
  @Test
  void trainsInBfloat16CloseToFloat32AndRepeatably() {
    assumeTrue(Precision.BFLOAT16.obstacle().isEmpty(), "the processor has bfloat16");
    Recipe recipe = recipe(2, ONE_CYCLE);
    Recipe bfloat16 =
        new Recipe(
            recipe.epochs(),
            recipe.batchSize(),
            recipe.labelSmoothing(),
            recipe.weightDecay(),
            recipe.schedule(),
            recipe.dropout(),
            recipe.augmentation(),
            Precision.BFLOAT16);
    Trainer.Outcome single =
        Trainer.train(recipe, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    Trainer.Outcome half =
        Trainer.train(bfloat16, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    assertSame(half, Trainer.train(bfloat16, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT));
    double loss = half.epochs().get(1).trainLoss();
    assertThat(loss).isNotEqualTo(single.epochs().get(1).trainLoss());
    assertThat(loss).isCloseTo(single.epochs().get(1).trainLoss(), withinPercentage(1));
  }

  /** Other operations, so other bits; the same loss, so the same course. */
  @Test
  void trainsDeterministicallyAsWithTheFusedLoss() {
    Recipe recipe = recipe(2, ONE_CYCLE);
    Recipe deterministic =
        new Recipe(
            recipe.epochs(),
            recipe.batchSize(),
            recipe.labelSmoothing(),
            recipe.weightDecay(),
            recipe.nesterov(),
            recipe.schedule(),
            recipe.dropout(),
            recipe.augmentation(),
            recipe.precision(),
            recipe.averaging(),
            true);
    Trainer.Outcome fused =
        Trainer.train(recipe, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    Trainer.Outcome composed =
        Trainer.train(deterministic, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    assertSame(
        composed,
        Trainer.train(deterministic, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT));
    double loss = composed.epochs().get(1).trainLoss();
    assertThat(loss).isNotEqualTo(fused.epochs().get(1).trainLoss());
    // Sixteen steps let the last digit of float32 grow to the fourth.
    assertThat(loss).isCloseTo(fused.epochs().get(1).trainLoss(), withinPercentage(0.1));
  }

  private static Checkpoint.Store store(Optional<Checkpoint> newest, List<Checkpoint> saved) {
    return new Checkpoint.Store() {
      @Override
      public Optional<Checkpoint> newest() {
        return newest;
      }

      @Override
      public void save(Checkpoint checkpoint) {
        saved.add(checkpoint);
      }
    };
  }

  @Test
  void reportsTheRatesOfTheLastStepOfEachEpoch() {
    Trainer.Outcome outcome =
        Trainer.train(recipe(2, ONE_CYCLE), 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    assertThat(outcome.epochs()).extracting(EpochMetrics::epoch).containsExactly(1, 2);
    assertThat(outcome.epochs().get(0).learningRate())
        .isEqualTo(ONE_CYCLE.at(7, 16).learningRate());
    assertThat(outcome.epochs().get(1).momentum()).isEqualTo(ONE_CYCLE.at(15, 16).momentum());
  }

  @Test
  void tellsTheListenerOfEveryStepAndKeepsTheShortLastBatch() {
    List<Integer> steps = new ArrayList<>();
    List<Double> accuracies = new ArrayList<>();
    Trainer.Outcome outcome =
        Trainer.train(
            recipe(1, ONE_CYCLE),
            1,
            few,
            Device.CPU,
            1,
            Checkpoint.Store.NONE,
            new TrainingListener() {
              @Override
              public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
                steps.add(step);
                accuracies.add(accuracy);
              }

              @Override
              public void epoch(EpochMetrics metrics) {}
            });
    assertThat(steps).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(outcome.epochs().get(0).trainAccuracy()).isEqualTo(accuracies.get(7));
  }

  @Test
  void predictsWhatItEvaluates() {
    Trainer.Outcome outcome =
        Trainer.train(recipe(1, ONE_CYCLE), 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
    LabeledImages test = first(DataSet.mnistTest());
    int correct = 0;
    for (int i = 0; i < IMAGES; i++) {
      float[] row = outcome.testProbabilities()[i];
      double sum = 0;
      int best = 0;
      for (int c = 0; c < row.length; c++) {
        sum += row[c];
        best = row[c] > row[best] ? c : best;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      correct += best == test.label(i) ? 1 : 0;
    }
    assertThat((double) correct / IMAGES).isEqualTo(outcome.epochs().get(0).testAccuracy());
  }

  @Test
  void stopsWhenTheLossIsNoNumber() {
    // Each step makes the weights nine times as large: w - 10 * (1 * w).
    Recipe hopeless =
        new Recipe(
            20,
            128,
            0.02,
            1,
            new ConstantRate(10, 0),
            Dropout.NONE,
            Augmentation.NONE,
            Precision.FLOAT32);
    assertThatThrownBy(
            () -> Trainer.train(hopeless, 1, few, Device.CPU, 1, Checkpoint.Store.NONE, SILENT))
        .isInstanceOf(DivergedException.class)
        .hasMessageMatching(
            "diverged at epoch \\d+, step \\d: loss is (NaN|Infinity); a lower learning rate may help")
        .satisfies(
            end ->
                assertThatThrownBy(
                        () ->
                            Trainer.train(
                                hopeless, 1, few, Device.CPU, 1, 5, Checkpoint.Store.NONE, SILENT))
                    .as("with five steps a call")
                    .hasMessage(end.getMessage()));
  }

  /** The source document: 97.11 % after one epoch of a schedule of 20; here the schedule is one. */
  @Test
  void reaches96PercentInOneEpochOfAllImages() {
    DataSet mnist = DataSet.mnist();
    try (TrainingData data = new TrainingData(mnist)) {
      Trainer.Outcome outcome =
          Trainer.train(
              recipe(1, ONE_CYCLE), 1, data, Device.CPU, 1, Checkpoint.Store.NONE, SILENT);
      assertThat(outcome.epochs().get(0).testAccuracy()).isGreaterThanOrEqualTo(0.96);
      assertThat(outcome.parameters()).isEqualTo(7_784);
    }
  }

  private static void assertSame(Trainer.Outcome one, Trainer.Outcome other) {
    assertThat(other.epochs()).isEqualTo(one.epochs());
    assertThat(other.testProbabilities()).isDeepEqualTo(one.testProbabilities());
    one.weights()
        .forEach((name, values) -> assertThat(other.weights().get(name)).isEqualTo(values));
  }

  private static Recipe recipe(int epochs, Schedule schedule) {
    return recipe(epochs, schedule, Dropout.NONE, Augmentation.NONE);
  }

  private static Recipe recipe(
      int epochs, Schedule schedule, Dropout dropout, Augmentation augmentation) {
    return new Recipe(epochs, 128, 0.02, 0, schedule, dropout, augmentation, Precision.FLOAT32);
  }

  private static LabeledImages first(LabeledImages images) {
    return new LabeledImages(
        Arrays.copyOf(images.pixels(), IMAGES * LabeledImages.PIXELS),
        Arrays.copyOf(images.labels(), IMAGES));
  }
}
