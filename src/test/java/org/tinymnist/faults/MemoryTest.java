package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resident memory of a process that trains on and on. */
@Tag("faults")
class MemoryTest {

  @TempDir static Path folder;

  @ParameterizedTest(name = "memory stays: {1} {0}")
  @CsvSource({"steps, 2000", "graphs, 50"})
  void isFlatWithinFivePercent(String what, int count) throws Exception {
    assumeThat(Path.of("/proc/self/status")).as("no /proc to read it from").exists();
    Path output = folder.resolve(what);
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path"),
                "org.tinymnist.train.SteadyTraining",
                what,
                "" + Extent.of(count, count / 10))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    assertThat(exit).as(Files.readString(output)).isZero();
    List<Long> kibibytes =
        Files.readAllLines(output).stream()
            .filter(line -> line.matches("VmRSS \\d+"))
            .map(line -> Long.valueOf(line.substring("VmRSS ".length())))
            .toList();
    assertThat(kibibytes).hasSize(2);
    assertThat((double) kibibytes.get(1)).isLessThan(1.05 * kibibytes.get(0));
  }
}
