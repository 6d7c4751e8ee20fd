package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.SmallMnist;

/** Real processes that are really killed. */
@Order(Order.DEFAULT + 2)
class InterruptionTest {

  private static final String EXPERIMENT = "model-2-onecycle-dropout";
  private static final String RUN = EXPERIMENT + "/seed-1";
  private static final int EPOCHS = 4;

  /** 1,280 images are ten steps of 128. */
  private static final int STEPS = 10;

  private static final int INTERRUPTED = 130;

  @TempDir static Path folder;
  private static Path data;
  private static Path whole;

  @BeforeAll
  static void trainOnceWithoutInterruption() throws Exception {
    data = SmallMnist.write(folder.resolve("part"), STEPS * 128, 200);
    whole = folder.resolve("whole");
    assertThat(finish(whole).exit()).isZero();
  }

  @Test
  void goesOnAfterKill() throws Exception {
    Path out = folder.resolve("killed");
    Process process = start(out);
    waitFor(checkpoint(out), process);
    process.destroyForcibly().waitFor();
    Outcome rest = finish(out);
    assertThat(rest.out()).containsPattern("seed 1: resumes after [123] epochs and 0 steps");
    assertThat(rest.exit()).isZero();
    assertSame(out);
  }

  /** Ctrl-C sends SIGINT, a cluster or the end of a session SIGTERM. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void stopsAtAStepOnASignalAndGoesOnFromThere(String signal) throws Exception {
    assumeThat(Files.exists(Path.of("/bin/kill"))).as("kill").isTrue();
    assumeThat(signal.equals("INT") && ignoresCtrlC()).as("started in the background").isFalse();
    Path out = folder.resolve(signal);
    Process process = start(out);
    waitFor(checkpoint(out), process);
    new ProcessBuilder("/bin/kill", "-s", signal, "" + process.pid()).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Outcome stopped = Outcome.of(process);
    assertThat(stopped.exit()).as(stopped.out()).isEqualTo(INTERRUPTED);
    assertThat(stopped.out())
        .contains("Interrupted: run the same command again to resume.")
        .containsPattern("seed 1: stopped in epoch [2-4] after step \\d+; run the same command");
    assertThat(checkpoint(out)).exists();

    Outcome rest = finish(out);
    assertThat(rest.exit()).isZero();
    assertThat(rest.out()).containsPattern("seed 1: resumes after [123] epochs and \\d steps");
    assertSame(out);
  }

  /** What a shell starts in the background ignores SIGINT, and so does all that it starts. */
  private static boolean ignoresCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .anyMatch(line -> line.matches("SigIgn:\\s*[0-9a-f]*[2367abef]"));
  }

  private static void assertSame(Path out) {
    for (String file : CommandLineTest.SAME) {
      assertThat(out.resolve(RUN).resolve(file))
          .hasSameBinaryContentAs(whole.resolve(RUN).resolve(file));
    }
    assertThat(checkpoint(out)).doesNotExist();
  }

  private static Path checkpoint(Path out) {
    return out.resolve(RUN).resolve(".checkpoint");
  }

  private static void waitFor(Path file, Process process) throws Exception {
    while (!Files.exists(file)) {
      assertThat(process.isAlive()).as("the process ended before %s", file).isTrue();
      Thread.sleep(1);
    }
  }

  private static Outcome finish(Path out) throws Exception {
    return Outcome.of(start(out));
  }

  private static Process start(Path out) throws IOException {
    return Outcome.start(
        List.of(), "run", EXPERIMENT, "--epochs", EPOCHS, "--data", data, "--out", out);
  }
}
