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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.analysis.SampleRuns;

class PairPlanTest {

  @TempDir private Path folder;

  @Test
  void readsTheProjectsPlan() throws IOException {
    List<PairPlan> plan = PairPlan.read(Path.of("results/reference"));
    assertThat(plan).extracting(PairPlan::pairs).containsExactly(10, 20, 10, 20);
    assertThat(plan.get(2).margin()).hasValue(0.005);
    PairPlan question = plan.get(3);
    assertThat(question.margin()).isEmpty();
    assertThat(List.of(question.firstEpoch(), question.lastEpoch())).containsExactly(11, 20);
    assertThat(question.includes(20)).isTrue();
    assertThat(question.includes(21)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model-1,some,test accuracy after epoch 20,0.001, | seeds: some, expected a range",
        "model-1,1-10,train loss,0.001,                   | measure: train loss, expected",
        "model-1,1-10,test accuracy after epoch 20,2,     | margin: 2, expected a fraction"
      })
  void refusesAPlanThatItDoesNotUnderstand(String row, String message) throws IOException {
    assertThat(PairPlan.isIn(folder)).isFalse();
    Files.writeString(
        Files.createDirectory(folder.resolve("pytorch")).resolve("plan.csv"),
        "model,seeds,measure,margin,why\n" + row + "\n");
    assertThat(PairPlan.isIn(folder)).isTrue();
    assertThatThrownBy(() -> PairPlan.read(folder)).hasMessageContaining("plan.csv: " + message);
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
