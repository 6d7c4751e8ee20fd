package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Recipes;
import org.tinymnist.analysis.SampleRuns;

class StudyTest {

  @TempDir private Path results;

  @Test
  void hasItsRunsByNameAndThenBySeedAsNumbers() throws IOException {
    for (long seed : new long[] {10, 9, 2}) {
      SampleRuns.write(results, SampleRuns.of("b", seed, 0.9));
    }
    SampleRuns.write(results, SampleRuns.of("a", 3, 0.8));
    Study study = Study.read(results);

    assertThat(study.runs())
        .extracting(run -> run.name() + run.seed())
        .containsExactly("a3", "b2", "b9", "b10");
    assertThat(study.runs()).contains(SampleRuns.of("b", 9, 0.9));
    assertThat(study.diverged()).isEmpty();
    assertThat(study.unusable()).isEmpty();
  }

  @Test
  void namesWhatCannotBeUsedAndReadsTheRest() throws IOException {
    SampleRuns.write(results, SampleRuns.of("a", 1, 0.9));
    Files.delete(SampleRuns.write(results, SampleRuns.of("a", 2, 0.9)).resolve("errors.csv"));
    Files.writeString(
        SampleRuns.write(results, SampleRuns.of("b", 1, 0.9)).resolve("run.json"), "{}");
    RunRecord diverged =
        SampleRuns.record(Recipes.experiment("c", Recipes.model1(1)), 4)
            .ended(0, List.of(), Optional.of(new RunRecord.Divergence(1, 2, "Infinity")));
    RunFolder.writeDiverged(results.resolve("c/seed-4"), diverged);
    Study study = Study.read(results);

    assertThat(study.runs()).hasSize(1);
    assertThat(study.diverged()).containsExactly(diverged);
    assertThat(study.unusable())
        .extracting(Study.Unusable::folder)
        .containsExactly("a/seed-2", "b/seed-1");
    assertThat(study.unusable().get(0).reason()).isEqualTo("errors.csv: missing");
    assertThat(study.unusable().get(1).reason()).startsWith("run.json: format: ");
  }

  @Test
  void passesOverWhatIsNoRunOfItsOwn() throws IOException {
    // The project's own runs, which lie in the folder of the user's.
    SampleRuns.write(results.resolve(Study.REFERENCE), SampleRuns.of("a", 1, 0.9));
    SampleRuns.write(results, SampleRuns.of(Study.REFERENCE, 1, 0.9));
    // What a run that is under way or was stopped leaves.
    Files.createDirectories(results.resolve("a/seed-1/.checkpoint"));
    Files.createDirectories(results.resolve("charts/seeds"));
    Files.createDirectories(results.resolve("a/seed-01"));
    Files.writeString(results.resolve("report.md"), "");

    Study none = new Study(List.of(), List.of(), List.of());
    assertThat(Study.read(results)).isEqualTo(none);
    assertThat(Study.read(results.resolve("none"))).isEqualTo(none);
  }
}
