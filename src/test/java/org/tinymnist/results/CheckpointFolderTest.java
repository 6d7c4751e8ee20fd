package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Recipes;
import org.tinymnist.SampleRun;
import org.tinymnist.results.Checkpoint.Partial;
import tools.jackson.databind.JsonNode;

class CheckpointFolderTest {

  private static final JsonNode IDENTITY = identity(20);

  @TempDir private Path run;
  private final List<String> notes = new ArrayList<>();

  private static JsonNode identity(int epochs) {
    return SampleRun.record(Recipes.experiment("a", Recipes.model1(epochs)), 1).identity();
  }

  private CheckpointFolder folder(JsonNode identity) {
    return new CheckpointFolder(run, identity, notes::add, () -> false);
  }

  /** One that is told from others by its one weight. */
  private static Checkpoint checkpoint(int epochs, int steps) {
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

  private void assertNewest(Checkpoint expected) {
    assertThat(folder(IDENTITY).newest())
        .hasValueSatisfying(
            found -> assertThat(found).usingRecursiveComparison().isEqualTo(expected));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve(CheckpointFolder.NAME))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void keepsTheNewestTwoAndGivesBackTheNewest() throws IOException {
    assertThat(folder(IDENTITY).newest()).isEmpty();
    for (Checkpoint each :
        List.of(checkpoint(9, 0), checkpoint(9, 100), checkpoint(10, 0), checkpoint(10, 7))) {
      folder(IDENTITY).save(each);
      assertNewest(each);
    }
    assertThat(files()).containsExactly("epoch-10-step-0", "epoch-10-step-7");
    assertThat(notes)
        .containsExactly(
            "goes on after 9 epochs and 0 steps",
            "goes on after 9 epochs and 100 steps",
            "goes on after 10 epochs and 0 steps",
            "goes on after 10 epochs and 7 steps");
    folder(IDENTITY).delete();
    assertThat(run).isEmptyDirectory();
  }

  @Test
  void renamesWhatIsDamagedAndTakesTheOneBefore() throws IOException {
    folder(IDENTITY).save(checkpoint(1, 0));
    folder(IDENTITY).save(checkpoint(1, 5));
    Path newest = run.resolve(CheckpointFolder.NAME).resolve("epoch-1-step-5");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);

    assertNewest(checkpoint(1, 0));
    assertThat(notes.get(0))
        .isEqualTo(
            newest
                + ": damaged checkpoint: its checksum is wrong;"
                + " renamed to unusable-epoch-1-step-5");
    assertThat(files()).containsExactly("epoch-1-step-0", "unusable-epoch-1-step-5");
  }

  @Test
  void doesNotGoOnFromAnotherRun() {
    folder(identity(9)).save(checkpoint(1, 5));

    assertThat(folder(IDENTITY).newest()).isEmpty();
    assertThat(notes)
        .singleElement()
        .asString()
        .contains("checkpoint of another run: experiment.epochs was 9 and is 20; renamed");
  }

  @Test
  void renamesWhatIsTooLargeOrTooShortForOne() throws IOException {
    Path folder = Files.createDirectories(run.resolve(CheckpointFolder.NAME));
    Files.write(folder.resolve("epoch-1-step-0"), new byte[10]);
    Files.write(folder.resolve("epoch-2-step-0"), new byte[(16 << 20) + 1]);

    assertThat(folder(IDENTITY).newest()).isEmpty();
    assertThat(notes).hasSize(2);
    assertThat(notes.get(0)).contains("16777217 bytes, expected 16777216 at most");
    assertThat(notes.get(1)).contains("damaged checkpoint");
  }
}
