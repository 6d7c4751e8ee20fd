package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTextTest {
  private static final Consumer<ObjectNode> UNCHANGED = json -> {};

  @TempDir Path results;

  @Test
  void showsHowSeedsScatterAboutThePublishedFigure() throws IOException {
    model1("m1", UNCHANGED, .994, .993, .995, .996);

    // Mean 99.45, deviation 0.129; t(3, 97.5 %) = 3.182: 3.182 * 0.129 / 2 = 0.21.
    // P(t(3) > 0.03 / (0.129 * sqrt(1.25))) = 0.424: one in 2.4.
    assertThat(write())
        .contains(
            "| Title of m1 | 4 | 99.45 [99.24, 99.66] % | 0.13 | 99.30 % | 99.60 % | 99.48 %"
                + " | 2 of 4 | 2.4 |");
  }

  @Test
  void comparesExperimentsSeedBySeed() throws IOException {
    model1("m1", UNCHANGED, .994, .993, .995, .996);
    model1("m2", UNCHANGED, .990, .990, .991, .991);

    assertThat(write())
        .contains("| `m1` | `m2` | 4 | +0.40 [+0.27, +0.53] | **0.002** |")
        .contains("corrected after Holm for the 1 test of this table");
  }

  @Test
  void comparesTheErrorsOfTwoModels() throws IOException {
    model1("m1", UNCHANGED, .990);
    model1("m2", UNCHANGED, .970);

    // Runs err on the first images, 10 and 30 of them: 2 * 0.5^20.
    assertThat(write()).contains("| `m1` | `m2` | 1 | 0 | 20 | 10 | **< 0.001** |");
  }

  @Test
  void showsVariantsBesideWhatTheyVaryAndNowhereElse() throws IOException {
    model1("m1", UNCHANGED, .994, .993, .995, .996);
    variant(
        "batch", json -> SampleRun.experiment(json).put("batch_size", 64), .990, .990, .991, .991);
    variant("smooth", json -> SampleRun.experiment(json).put("label_smoothing", 0), .995);

    assertThat(write())
        .contains(
            "| `batch` | `m1` | batches: 64 images, 469 steps an epoch, 20 epochs | 4"
                + " | 99.05 ± 0.06 % | −0.40 [−0.53, −0.27] | **0.002** |")
        .contains("| `smooth` | `m1` | label smoothing: 0 | 1 | 99.50 % | – | – |")
        .contains("for the 1 test of this table")
        .doesNotContain("### Title of batch");
  }

  @Test
  void showsAVariantOfWhatIsNotThereAsAnExperiment() throws IOException {
    variant("batch", UNCHANGED, .990);

    assertThat(write()).contains("### Title of batch").doesNotContain("### Variants");
  }

  @Test
  void looksForWhatGivesThePublishedFigures() throws IOException {
    model1("m1", UNCHANGED, .994, .993, .995, .996);
    variant("augmented", SampleRun::augment, .994, .993, .995, .996);

    // Every epoch alike: of train 80.97, 99.15 and test 97.11, 99.48 only the last agrees.
    assertThat(write())
        .contains("| *published* | ? | ? | *80.97 %* | *97.11 %* | *99.15 %* | *99.48 %* |")
        .contains(
            "| `augmented` | none | rotation ±10°, shift ±2 px, scale ±10 %, shear ±0.1"
                + " | 93.00 ± 0.00 % | 99.45 ± 0.13 % | 93.00 ± 0.00 % | **99.45 ± 0.13 %** | 1 of 4 |")
        .contains("None gives all the figures. The nearest is `m1`, 5.14 points off on average.");
  }

  @Test
  void namesWhatGivesThePublishedFigures() throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      new SampleRun("m2").published("model-2").endsAt(.98 + .001 * seed).seed(seed).write(results);
      new SampleRun("m2b")
          .published("model-2")
          .endsAt(.987 + .001 * seed)
          .seed(seed)
          .write(results);
    }

    // Within three deviations of 0.1 points of 98.2, but not of 98.9; the note says 98.5 to 99.0.
    assertThat(write())
        .contains("| `m2b` | none | none | **98.90 ± 0.10 %** | 1 of 1 |")
        .contains("All the figures are given by `m2`, `m2b`.");
  }

  @Test
  void saysNothingOverASingleExperimentAndSeed() throws IOException {
    model1("m1", UNCHANGED, .994);

    assertThat(write()).doesNotContain("## Seeds and variants");
  }

  @Test
  void writesARowForEveryRun() throws IOException {
    model1("m1", UNCHANGED, .994);
    new SampleRun("b").testAccuracies(0.91, 0.96, 0.95).seed(2).write(results);
    write();

    assertThat(results.resolve("study.csv"))
        .hasContent(
            """
            experiment,seed,final_test_accuracy,best_test_accuracy,epochs_to_90,epochs_to_95,epochs_to_99,seconds
            b,2,0.95,0.96,1,2,,181.500
            m1,1,0.994,0.994,1,1,1,1210.000
            """);
  }

  private void model1(String name, Consumer<ObjectNode> change, double... accuracies)
      throws IOException {
    write(name, json -> SampleRun.experiment(json).put("published", "model-1"), change, accuracies);
  }

  private void variant(String name, Consumer<ObjectNode> change, double... accuracies)
      throws IOException {
    write(name, json -> SampleRun.experiment(json).put("variant_of", "m1"), change, accuracies);
  }

  private void write(
      String name, Consumer<ObjectNode> first, Consumer<ObjectNode> second, double... accuracies)
      throws IOException {
    for (int i = 0; i < accuracies.length; i++) {
      new SampleRun(name)
          .endsAt(accuracies[i])
          .seed(i + 1)
          .change(first)
          .change(second)
          .write(results);
    }
  }

  private String write() throws IOException {
    Report report = Report.write(results, Optional.empty());
    return Files.readString(report.file()).replace('\u00a0', ' ');
  }
}
