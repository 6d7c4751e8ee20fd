package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.analysis.SampleRuns;

class PairPlanTest {

  @TempDir private Path folder;

  @Test
  void refusesAPlanThatItDoesNotUnderstand() throws IOException {
    assertThat(PairPlan.isIn(folder)).isFalse();
    Files.writeString(
        Files.createDirectory(folder.resolve("pytorch")).resolve("plan.csv"),
        "model,first_seed,last_seed,first_epoch,last_epoch,margin,why\nmodel-1,1,10,20,20,some,\n");
    assertThat(PairPlan.isIn(folder)).isTrue();
    assertThatThrownBy(() -> PairPlan.read(folder))
        .hasMessage("plan.csv: line 2: margin: some, expected a number");
  }

  @Test
  void theReferenceIsReadFromAJarFileToo() throws IOException {
    SampleRuns.write(folder, SampleRuns.of("a", 1, 0.9));
    Path zip = folder.resolve("program.jar");
    try (FileSystem jar = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path to = Files.createDirectories(jar.getPath("/reference/a/seed-1"));
      for (String file : List.of("run.json", "metrics.csv", "errors.csv")) {
        Files.copy(folder.resolve("a/seed-1").resolve(file), to.resolve(file));
      }
      assertThat(Study.read(jar.getPath("/reference"))).isEqualTo(Study.read(folder));
    }
    assertThat(Reference.read().runs())
        .extracting(RunResult::name)
        .contains("model-1-optimized", "record");
  }
}
