package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTextTest {

  @TempDir Path results;

  @Test
  void showsWhatWasTriedAndWhatBecameOfIt() throws IOException {
    new SampleRun("record").endsAt(.994).seed(1).change(SampleRun::augment).write(results);
    new SampleRun("record").endsAt(.996).seed(2).change(SampleRun::augment).write(results);
    trial("a").endsAt(.990).write(search());
    trial("b").endsAt(.993).seed(1).change(SampleRun::augment).write(search());
    trial("b").endsAt(.995).seed(2).change(SampleRun::augment).write(search());

    // Mean and standard deviation of 99.3 and 99.5.
    assertThat(write())
        .contains("2 recipes tried, in 3 runs,")
        .contains("| `a` |  | 1 | 93.00 % | 99.00 % |  |  |")
        .contains(
            "| `b` | augmentation: rotation ±10°, shift ±2 px, scale ±10 %, shear ±0.1 | 2"
                + " | 93.00 ± 0.00 % | 99.40 ± 0.14 % |  | **`record`** |")
        // 99.4 and 99.6: t(1, 97.5 %) = 12.71 standard errors of 0.1.
        .contains(
            "`record`, trained on all the training images, reaches **99.50 [98.23, 100.77] %**")
        .contains("The lowest is 99.40 %, the highest 99.60 %; 1 of 2 reach the note's 99.48 %.");
  }

  @Test
  void comparesRecipesWithTheChosenOneSeedBySeed() throws IOException {
    new SampleRun("record").endsAt(.994).change(SampleRun::augment).write(results);
    double[] gains = {.001, .002, .003};
    for (int seed = 1; seed <= 3; seed++) {
      trial("a").endsAt(.990).seed(seed).change(SampleRun::augment).write(search());
      trial("b").endsAt(.990 + gains[seed - 1]).seed(seed).write(search());
    }

    // t(2, 97.5 %) = 4.303 standard errors of 0.1 / sqrt(3).
    assertThat(write())
        .contains("99.00 ± 0.00 % |  | **`record`** |")
        .contains("| +0.20 [−0.05, +0.45] |  |");
  }

  @Test
  void leavesOutASearchOnTestImages() throws IOException {
    new SampleRun("record").write(results);
    new SampleRun("a").write(search());

    assertThat(write()).contains("Left out: search: not measured on held-out images");
  }

  @Test
  void saysNothingWithoutASearch() throws IOException {
    new SampleRun("record").write(results);

    assertThat(write()).doesNotContain("Search for a recipe");
  }

  /** A run that is measured on training images, in bfloat16. */
  private static SampleRun trial(String name) {
    return new SampleRun(name)
        .change(
            json -> {
              ObjectNode experiment = SampleRun.experiment(json);
              experiment.put("validation", 1000).put("precision", "bfloat16");
            });
  }

  private Path search() {
    return results.resolve("search");
  }

  private String write() throws IOException {
    return Files.readString(Report.write(results, Optional.empty()).file())
        .replace(Format.NO_BREAK_SPACE, " ");
  }
}
