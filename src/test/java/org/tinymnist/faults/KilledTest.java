package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process is killed at random instants; the same command then comes to the same bytes. */
@Tag("faults")
@ExtendWith(ShortRun.Once.class)
class KilledTest {

  private static final int KILLED = 128 + 9;

  @TempDir static Path folder;

  /** Waits for a file whose name begins so, then for a random part of so many milliseconds. */
  @ParameterizedTest(name = "kill -9: {0}")
  @CsvSource({
    "start, '', 1500",
    "training, .checkpoint, 500",
    "checkpoint, .checkpoint-, 2",
    "export, .draft-, 500",
    "report, run.json, 500"
  })
  void comesToTheSameBytes(String phase, String file, long milliseconds, ShortRun run)
      throws Exception {
    Random random = new Random(phase.hashCode());
    int tries = Extent.of(6, 1);
    for (int killed = 0, attempts = 0; killed < tries; attempts++) {
      assertThat(attempts).as("it ends before it is killed").isLessThan(3 * tries);
      Path out = folder.resolve("%s-%s".formatted(phase, attempts));
      Process process = Application.PLAIN.start(run.command(out));
      while (!file.isEmpty() && process.isAlive() && !has(out.resolve(ShortRun.FOLDER), file)) {
        Thread.onSpinWait();
      }
      long end = System.nanoTime() + (long) (random.nextDouble() * milliseconds * 1_000_000);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      killed += process.destroyForcibly().waitFor() == KILLED ? 1 : 0;
      run.assertFinishes(out);
    }
  }

  private static boolean has(Path run, String prefix) {
    String[] names = run.toFile().list((folder, name) -> name.startsWith(prefix));
    return names != null && names.length > 0;
  }
}
