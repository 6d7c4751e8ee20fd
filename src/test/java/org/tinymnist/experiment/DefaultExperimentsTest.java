package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tinymnist.Recipes;
import org.tinymnist.experiment.Augmentation.Interpolation;

/** The files of the folder {@code experiments} hold the note's values. */
class DefaultExperimentsTest {

  private static final Path EXPERIMENTS = Path.of("experiments");

  /**
   * The note's OneCycleLR(max_lr=0.05, pct_start=0.2, div_factor=10, final_div_factor=100,
   * anneal_strategy="cos"), with PyTorch's defaults cycle_momentum=True, base_momentum=0.85 and
   * max_momentum=0.95.
   */
  private static final OneCycle ONE_CYCLE = Recipes.ONE_CYCLE;

  /** The notebooks' RandomAffine(degrees=7, translate=(0.08, 0.08)). */
  private static final Augmentation NOTEBOOKS =
      new Augmentation(7, 0.08, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(EXPERIMENTS)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void areReadAndLeadEditorsToTheirSchema(Path file) throws IOException {
    assertThat(Experiment.read(file).name() + ".yaml").isEqualTo(file.getFileName().toString());

    String line = "# yaml-language-server: $schema=";
    String first = Files.readAllLines(file).get(0);
    assertThat(first).startsWith(line);
    assertThat(file.resolveSibling(first.substring(line.length())).normalize())
        .isEqualTo(EXPERIMENTS.resolve("experiment.schema.json"))
        .exists();
  }

  /**
   * In all models of the note: 20 epochs, batches of 128, label smoothing 0.02, no weight decay.
   */
  @ParameterizedTest
  @CsvSource({
    "model-1-optimized, model-1, 0, true",
    "model-2-onecycle-dropout, model-2, 0.1, true",
    "model-3-baseline, model-3, 0, false"
  })
  void areTheNotesModels(String name, String published, double dropout, boolean oneCycle)
      throws IOException {
    Experiment experiment = Experiment.read(EXPERIMENTS.resolve(name + ".yaml"));

    Schedule schedule = oneCycle ? ONE_CYCLE : new ConstantSchedule(0.001, 0);
    assertThat(experiment.published()).contains(published);
    assertThat(experiment.recipe())
        .isEqualTo(Recipes.of(20, 128, schedule, new Dropout(dropout, dropout), NOTEBOOKS));
  }

  @Test
  void ablationsVaryOneOfTheModels() throws IOException {
    List<Path> ablations = Experiment.files(EXPERIMENTS.resolve("ablations"));

    assertThat(ablations).isNotEmpty();
    for (Path file : ablations) {
      Experiment ablation = Experiment.read(file);
      String base = ablation.variantOf().orElseThrow();
      assertThat(ablation.name()).startsWith(base.substring(0, "model-n-".length()));
      assertThat(ablation.published()).isEmpty();
      assertThat(ablation.recipe())
          .as(ablation.name())
          .isNotEqualTo(Experiment.read(EXPERIMENTS.resolve(base + ".yaml")).recipe());
    }
  }

  @Test
  void theConstantRateIsTheCyclesMean() throws IOException {
    Path file = EXPERIMENTS.resolve("ablations/model-1-constant-rate.yaml");
    Rates constant = Experiment.read(file).recipe().schedule().at(0, 469 * 20);
    assertThat(mean(Rates::learningRate)).hasValueCloseTo(constant.learningRate(), within(0.0001));
    assertThat(mean(Rates::momentum)).hasValueCloseTo(constant.momentum(), within(0.0001));
  }

  /** 469 steps in each of 20 epochs. */
  private static OptionalDouble mean(ToDoubleFunction<Rates> rate) {
    int steps = 469 * 20;
    return LongStream.range(0, steps)
        .mapToObj(step -> ONE_CYCLE.at(step, steps))
        .mapToDouble(rate)
        .average();
  }
}
