package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.cli.Outcome;

/** The program under strace, which shows its system calls or lets them fail. */
@Tag("faults")
@ExtendWith(ShortRun.Once.class)
class SystemCallsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void needStrace() throws Exception {
    assumeThat(Application.can("strace", "-f", "true")).as("no strace").isTrue();
  }

  private static Application tracing(Path trace, String options) {
    return Application.PLAIN.inside(("strace -f -qq -o " + trace + " " + options).split(" "));
  }

  @Test
  void runOpensNoPort(ShortRun run) throws Exception {
    Path out = folder.resolve("results");
    Path trace = folder.resolve("trace.txt");
    tracing(trace, "-e trace=network").succeeds(run.command(out));
    // The calls that give a socket an address, listen there, or talk to another.
    assertThat(Files.readAllLines(trace))
        .noneMatch(call -> call.matches(".* listen\\(.*|.* (bind|connect)\\(.*AF_INET.*"));
    run.assertSame(out);
  }

  @Test
  void demoListensToThisMachineOnly(ShortRun run) throws Exception {
    Path trace = folder.resolve("demo-trace.txt");
    Process process =
        tracing(trace, "-e trace=network").start("demo", "--out", "" + run.whole(), "--port", "0");
    try {
      assertThat(process.inputReader().lines().anyMatch(line -> line.contains("Draw a digit at")))
          .isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }
    assertThat(Files.readAllLines(trace))
        .filteredOn(call -> call.matches(".* bind\\(.*AF_INET.*"))
        .isNotEmpty()
        .allMatch(call -> call.matches(".*\"(::1|(::ffff:)?127\\.0\\.0\\.1)\".*"));
  }

  /** Two processes on one run, as on a file system without locks: the system call fails. */
  @Test
  void endWithTheSameBytesThoughNothingIsLocked(ShortRun run) throws Exception {
    Path out = folder.resolve("unlocked");
    Path lock = out.toAbsolutePath().resolve(ShortRun.FOLDER + "/.lock");
    Application unlocked =
        tracing(
            folder.resolve("locks.txt"),
            "-P %s -e trace=fcntl -e inject=fcntl:error=ENOLCK".formatted(lock));
    Process first = unlocked.start(run.command(out));
    Outcome second = unlocked.run(run.command(out));
    assertThat(Outcome.of(first).exit()).isZero();
    assertThat(second.exit()).as(second.out()).isZero();
    assertThat(second.out()).containsOnlyOnce("no locks on this file system (No locks available)");
    run.assertSame(out);
  }
}
