package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tinymnist.train.Augmentation;
import org.tinymnist.train.ConstantRate;
import org.tinymnist.train.Dropout;
import org.tinymnist.train.OneCycle;
import org.tinymnist.train.OneCycle.Anneal;
import org.tinymnist.train.OneCycle.Momentum.Cycled;
import org.tinymnist.train.Precision;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Schedule;

/** The files of the folder {@code experiments} hold the note's values. */
class DefaultExperimentsTest {

  private static final Path EXPERIMENTS = Path.of("experiments");

  /**
   * The note's OneCycleLR(max_lr=0.05, pct_start=0.2, div_factor=10, final_div_factor=100,
   * anneal_strategy="cos"), with PyTorch's defaults cycle_momentum=True, base_momentum=0.85 and
   * max_momentum=0.95.
   */
  private static final OneCycle ONE_CYCLE =
      new OneCycle(0.05, 0.2, 10, 100, Anneal.COS, new Cycled(0.85, 0.95));

  /**
   * In all models of the note: 20 epochs, batches of 128, label smoothing 0.02, no weight decay.
   */
  private static Recipe recipe(Schedule schedule, Dropout dropout, Augmentation augmentation) {
    return new Recipe(20, 128, 0.02, 0, schedule, dropout, augmentation, Precision.FLOAT32);
  }

  @Test
  void areFour() throws IOException {
    assertThat(Experiment.readAll(EXPERIMENTS))
        .extracting(Experiment::name)
        .containsExactly(
            "model-1-optimized", "model-2-onecycle-dropout", "model-3-baseline", "record");
  }

  @Test
  void model3HasAConstantLearningRateAndNothingElse() throws IOException {
    Experiment experiment = Experiment.read(EXPERIMENTS.resolve("model-3-baseline.yaml"));

    assertThat(experiment.published()).isEqualTo(Optional.of("model-3"));
    assertThat(experiment.recipe())
        .isEqualTo(recipe(new ConstantRate(0.001, 0), Dropout.NONE, Augmentation.NONE));
  }

  @Test
  void model2HasOneCycleAndDropout() throws IOException {
    Experiment experiment = Experiment.read(EXPERIMENTS.resolve("model-2-onecycle-dropout.yaml"));

    assertThat(experiment.published()).isEqualTo(Optional.of("model-2"));
    assertThat(experiment.recipe())
        .isEqualTo(recipe(ONE_CYCLE, new Dropout(0.1, 0.1), Augmentation.NONE));
  }

  @Test
  void model1HasOneCycle() throws IOException {
    Experiment experiment = Experiment.read(EXPERIMENTS.resolve("model-1-optimized.yaml"));

    assertThat(experiment.published()).isEqualTo(Optional.of("model-1"));
    assertThat(experiment.recipe()).isEqualTo(recipe(ONE_CYCLE, Dropout.NONE, Augmentation.NONE));
  }

  /** The ranges are this project's own: the note mentions no augmentation. */
  @Test
  void model0IsModel1WithAugmentation() throws IOException {
    Experiment experiment =
        Experiment.read(EXPERIMENTS.resolve("ablations/model-0-augmented.yaml"));

    assertThat(experiment.published()).isEqualTo(Optional.of("model-1"));
    assertThat(experiment.recipe())
        .isEqualTo(recipe(ONE_CYCLE, Dropout.NONE, new Augmentation(10, 2, 0.1, 0.1)));
  }

  @Test
  void ablationsVaryOneOfTheModels() throws IOException {
    List<Experiment> ablations =
        Experiment.readAll(EXPERIMENTS.resolve("ablations")).stream()
            .filter(each -> each.published().isEmpty())
            .toList();

    assertThat(ablations).hasSize(17);
    for (Experiment ablation : ablations) {
      String base = ablation.variantOf().orElseThrow();
      assertThat(ablation.name()).startsWith(base.substring(0, "model-n-".length()));
      assertThat(ablation.published()).isEmpty();
      assertThat(ablation.recipe())
          .as(ablation.name())
          .isNotEqualTo(Experiment.read(EXPERIMENTS.resolve(base + ".yaml")).recipe());
    }
  }

  @Test
  void theRecordIsARecipeOfTheSearchInFloat32() throws IOException {
    Experiment record = Experiment.read(EXPERIMENTS.resolve("record.yaml"));
    List<Experiment> tried = Experiment.readAll(EXPERIMENTS.resolve("search"));

    assertThat(tried)
        .allSatisfy(each -> assertThat(each.validation()).isEqualTo(10_000))
        .extracting(each -> in(Precision.FLOAT32, each.recipe()))
        .contains(record.recipe());
    assertThat(record.validation()).isZero();
    assertThat(record.recipe().precision()).isEqualTo(Precision.FLOAT32);
    assertThat(record.recipe().epochs()).isEqualTo(20);
  }

  @Test
  void theRecordsPartsAreLeftOutOneByOne() throws IOException {
    List<Experiment> parts = Experiment.readAll(EXPERIMENTS.resolve("record"));

    assertThat(parts)
        .hasSize(4)
        .allSatisfy(each -> assertThat(each.variantOf()).contains("record"));
    assertThat(parts).extracting(Experiment::recipe).doesNotHaveDuplicates();
  }

  private static Recipe in(Precision precision, Recipe recipe) {
    return new Recipe(
        recipe.epochs(),
        recipe.batchSize(),
        recipe.labelSmoothing(),
        recipe.weightDecay(),
        recipe.nesterov(),
        recipe.schedule(),
        recipe.dropout(),
        recipe.augmentation(),
        precision,
        recipe.averaging(),
        recipe.deterministic());
  }

  /** 469 steps in each of 20 epochs. */
  @Test
  void theConstantRateIsTheCyclesMean() throws IOException {
    Schedule constant =
        Experiment.read(EXPERIMENTS.resolve("ablations/model-1-constant-rate.yaml"))
            .recipe()
            .schedule();
    int steps = 469 * 20;

    assertThat(
            LongStream.range(0, steps)
                .mapToDouble(i -> ONE_CYCLE.at(i, steps).learningRate())
                .average())
        .hasValueCloseTo(constant.at(0, steps).learningRate(), within(0.0001));
    assertThat(
            LongStream.range(0, steps)
                .mapToDouble(i -> ONE_CYCLE.at(i, steps).momentum())
                .average())
        .hasValueCloseTo(constant.at(0, steps).momentum(), within(0.0001));
  }
}
