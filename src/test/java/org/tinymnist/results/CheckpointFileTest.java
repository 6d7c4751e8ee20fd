package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.Recipes;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.results.Checkpoint.Partial;
import tools.jackson.databind.JsonNode;

class CheckpointFileTest {

  private static final JsonNode IDENTITY = identity(20);

  @TempDir private Path run;
  private final List<String> notes = new ArrayList<>();

  private static JsonNode identity(int epochs) {
    return SampleRuns.record(Recipes.experiment("a", Recipes.model1(epochs)), 1).identity();
  }

  private CheckpointFile file(JsonNode identity) {
    return new CheckpointFile(run, identity, notes::add, () -> false);
  }

  static Checkpoint checkpoint(int epochs, int steps) {
    List<EpochMetrics> metrics = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      metrics.add(new EpochMetrics(epoch, 0.1 / epoch, 0.9, 0.5, 0.8, 0.4, 1.0 / 3));
      seconds.add(1.0 / epoch);
    }
    Partial partial = steps == 0 ? Partial.NONE : new Partial(steps, 1e10 / 3, 1L << 40, 0.7);
    return new Checkpoint(
        metrics,
        seconds,
        partial,
        Map.of("dense.bias", new float[] {epochs + steps / 1000f, Float.MIN_VALUE}),
        Map.of("dense.bias", new float[0]));
  }

  @Test
  void returnsTheCheckpointThatWasSavedLast() throws IOException {
    assertThat(file(IDENTITY).newest()).isEmpty();
    assertThat(CheckpointFile.epochs(run)).isZero();
    for (Checkpoint each : List.of(checkpoint(9, 0), checkpoint(9, 100), checkpoint(10, 0))) {
      file(IDENTITY).save(each);
      assertThat(file(IDENTITY).newest())
          .hasValueSatisfying(
              found -> assertThat(found).usingRecursiveComparison().isEqualTo(each));
    }
    assertThat(notes)
        .containsExactly(
            "resumes after 9 epochs and 0 steps",
            "resumes after 9 epochs and 100 steps",
            "resumes after 10 epochs and 0 steps");
    assertThat(CheckpointFile.epochs(run)).isEqualTo(10);
    assertThat(run).isDirectoryContaining("glob:**/.checkpoint");
    file(IDENTITY).delete();
    assertThat(run).isEmptyDirectory();
  }

  /** One bit of the header, of the content and of the checksum; all but the end; nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 200, -1, -2, -3})
  void reportsADamagedFile(int damage) throws IOException {
    file(IDENTITY).save(checkpoint(1, 5));
    Path path = run.resolve(CheckpointFile.NAME);
    byte[] bytes = Files.readAllBytes(path);
    if (damage < -1) {
      bytes = Arrays.copyOf(bytes, damage == -2 ? bytes.length - 1 : 0);
    } else {
      bytes[Math.floorMod(damage, bytes.length)] ^= 1;
    }
    Files.write(path, bytes);

    assertThat(file(IDENTITY).newest()).isEmpty();
    assertThat(notes)
        .containsExactly("starts over: " + path + ": damaged, or not a checkpoint of this version");
    assertThat(CheckpointFile.epochs(run)).isZero();
  }

  @Test
  void doesNotResumeAnotherRun() {
    file(identity(9)).save(checkpoint(1, 5));

    assertThat(file(IDENTITY).newest()).isEmpty();
    assertThat(notes)
        .singleElement()
        .asString()
        .endsWith(".checkpoint: belongs to another run: experiment.epochs was 9 and is 20");
  }
}
