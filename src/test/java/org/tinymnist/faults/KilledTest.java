package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process is killed at random instants; the same command then comes to the same bytes. */
@Tag("faults")
class KilledTest {

  private static final int EPOCHS = 4;
  private static final int KILLED = 128 + 9;

  @TempDir static Path folder;
  private static ShortRun run;

  private enum Phase {
    START,
    TRAINING,
    CHECKPOINT,
    EXPORT,
    REPORT;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @BeforeAll
  static void runUndisturbed() throws Exception {
    run = ShortRun.undisturbed(folder, EPOCHS);
  }

  @ParameterizedTest(name = "kill -9: {0}")
  @EnumSource
  void comesToTheSameBytes(Phase phase) throws Exception {
    Random random = new Random(phase.ordinal());
    int tries = Extent.of(6, 1);
    for (int killed = 0, attempts = 0; killed < tries; attempts++) {
      assertThat(attempts).as("it ends before it is killed").isLessThan(3 * tries);
      Path out = folder.resolve("%s-%d".formatted(phase, attempts));
      killed += kill(phase, random, out) ? 1 : 0;
      run.assertFinishes(out);
    }
  }

  /** Waits for the phase, then for a random part of the time that it takes. */
  private static boolean kill(Phase phase, Random random, Path out) throws Exception {
    Path files = out.resolve(ShortRun.FOLDER);
    Path output = folder.resolve("output.txt");
    Process process = Application.PLAIN.start(output, run.command(out));
    switch (phase) {
      case START -> pause(random, run.firstCheckpoint());
      case TRAINING -> {
        await(() -> Files.exists(files.resolve(".checkpoint")), process);
        pause(random, run.draft() - run.firstCheckpoint());
      }
      case CHECKPOINT -> {
        int finished = random.nextInt(EPOCHS - 1);
        await(() -> finished == 0 || Files.exists(files.resolve(".checkpoint")), process);
        await(() -> ShortRun.has(files, ".checkpoint-"), process);
        // As long as it takes to write one.
        pause(random, 2);
      }
      case EXPORT -> {
        await(() -> ShortRun.has(files, ".draft-"), process);
        pause(random, run.record() - run.draft());
      }
      default -> {
        await(() -> Files.exists(files.resolve("run.json")), process);
        pause(random, run.end() - run.record());
      }
    }
    return process.destroyForcibly().waitFor() == KILLED;
  }

  private static void await(BooleanSupplier event, Process process) {
    while (!event.getAsBoolean() && process.isAlive()) {
      Thread.onSpinWait();
    }
  }

  private static void pause(Random random, long milliseconds) {
    long end = System.nanoTime() + (long) (random.nextDouble() * milliseconds * 1_000_000);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
