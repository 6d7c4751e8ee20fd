package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
@ExtendWith(Undisturbed.class)
class NetworkTest {

  @TempDir static Path folder;

  @Test
  @DisplayName("no network port is opened by run")
  void opensNoPort(ShortRun run) throws Exception {
    assumeThat(Application.can("strace", "-f", "true")).as("no strace").isTrue();
    Path out = folder.resolve("results");
    Path trace = folder.resolve("trace.txt");
    Application.PLAIN
        .inside("strace", "-f", "-qq", "-e", "trace=network", "-o", trace.toString())
        .run(run.command(out))
        .assertEndedWell();
    // The calls that give a socket an address, listen there, or talk to another.
    assertThat(Files.readAllLines(trace))
        .noneMatch(call -> call.matches(".* listen\\(.*|.* (bind|connect)\\(.*AF_INET.*"));
    run.assertSame(out);
  }

  @Test
  @DisplayName("network port of demo: loopback only")
  void listensToThisMachineOnly(ShortRun run) throws Exception {
    assumeThat(Application.can("strace", "-f", "true")).as("no strace").isTrue();
    Path trace = folder.resolve("demo-trace.txt");
    Path output = Files.createFile(folder.resolve("demo-output.txt"));
    Process process =
        Application.PLAIN
            .inside("strace", "-f", "-qq", "-e", "trace=network", "-o", trace.toString())
            .start(output, List.of("demo", "--out", run.whole().toString(), "--port", "0"));
    try {
      while (!Files.readString(output).contains("Draw a digit at") && process.isAlive()) {
        Thread.sleep(50);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.waitFor();
    }
    assertThat(Files.readAllLines(trace))
        .filteredOn(call -> call.matches(".* bind\\(.*AF_INET.*"))
        .isNotEmpty()
        .allMatch(call -> call.matches(".*\"(::1|(::ffff:)?127\\.0\\.0\\.1)\".*"));
  }

  @Test
  @DisplayName("no network at all")
  void needsNoNetwork(ShortRun run) throws Exception {
    assumeThat(Application.can("unshare", "-rn", "true")).as("no right to cut it off").isTrue();
    Path out = folder.resolve("cut-off");
    Application.PLAIN.inside("unshare", "-rn").run(run.command(out)).assertEndedWell();
    run.assertSame(out);
  }
}
