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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.SmallMnist;

/** A run in a process of its own, elsewhere or interrupted: it comes to the same bytes. */
@Order(Order.DEFAULT + 2)
class RunProcessTest {

  private static final String EXPERIMENT = "model-2-onecycle-dropout";
  private static final String RUN = EXPERIMENT + "/seed-1";

  @TempDir static Path folder;
  private static Path data;
  private static Path whole;

  @BeforeAll
  static void trainOnAllCoresWithoutInterruption() throws Exception {
    // Ten steps of 128.
    data = SmallMnist.write(folder.resolve("part"), 1_280, 200);
    whole = folder.resolve("whole");
    assertThat(finish(List.of(), whole).exit()).isZero();
  }

  /** On one core, and in a locale that has digits of its own. */
  static List<List<String>> wrappers() {
    return List.of(
        List.of("/usr/bin/taskset", "--cpu-list", "0"),
        List.of("/usr/bin/env", "JDK_JAVA_OPTIONS=-Duser.language=fa -Duser.country=IR"));
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void comesToTheSameBytes(List<String> wrapper) throws Exception {
    assumeThat(Path.of(wrapper.get(0))).exists();
    Path out = folder.resolve(wrapper.get(1));
    Outcome outcome = finish(wrapper, out);
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    assertSame(out);
    assertThat(out.resolve("report.md")).content().doesNotContainPattern("[۰-۹]");
  }

  @Test
  void leavesARunToTheProcessThatHoldsItsLock() throws Exception {
    assumeThat(Path.of("/bin/kill")).exists();
    Path out = folder.resolve("shared");
    Process first = startUntilItsCheckpoint(out);
    signal("STOP", first);
    Outcome second = finish(List.of(), out);
    signal("CONT", first);
    assertThat(second.out())
        .contains("seed 1: skipped: in use by process %s on ".formatted(first.pid()));
    assertThat(Outcome.of(first).exit()).isZero();
    assertSame(out);
  }

  /** Ctrl-C sends SIGINT, a cluster or the end of a session SIGTERM. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "KILL"})
  void resumesAfterASignal(String signal) throws Exception {
    assumeThat(Path.of("/bin/kill")).exists();
    assumeThat(signal.equals("INT") && ignoresCtrlC()).as("started in the background").isFalse();
    Path out = folder.resolve(signal);
    Path checkpoint = out.resolve(RUN).resolve(".checkpoint");
    Process process = startUntilItsCheckpoint(out);
    signal(signal, process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Outcome stopped = Outcome.of(process);
    if (signal.equals("KILL")) {
      assertThat(stopped.exit()).isEqualTo(128 + 9);
    } else {
      assertThat(stopped.exit()).as(stopped.out()).isEqualTo(130);
      assertThat(stopped.out())
          .contains("Interrupted: run the same command again to resume.")
          .containsPattern("seed 1: stopped in epoch [2-4] after step \\d+; run the same command");
    }
    assertThat(checkpoint).exists();

    Outcome rest = finish(List.of(), out);
    assertThat(rest.exit()).isZero();
    assertThat(rest.out()).containsPattern("seed 1: resumes after [123] epochs and \\d steps");
    assertSame(out);
    assertThat(checkpoint).doesNotExist();
  }

  private static Process startUntilItsCheckpoint(Path out) throws Exception {
    Process process = start(List.of(), out);
    while (!Files.exists(out.resolve(RUN).resolve(".checkpoint"))) {
      assertThat(process.isAlive()).as("it ended without a checkpoint").isTrue();
      Thread.sleep(1);
    }
    return process;
  }

  private static void signal(String signal, Process process) throws Exception {
    new ProcessBuilder("/bin/kill", "-s", signal, "" + process.pid()).start().waitFor();
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
  }

  private static Outcome finish(List<String> wrapper, Path out) throws Exception {
    return Outcome.of(start(wrapper, out));
  }

  private static Process start(List<String> wrapper, Path out) throws IOException {
    return Outcome.start(wrapper, "run", EXPERIMENT, "--epochs", 4, "--data", data, "--out", out);
  }
}
