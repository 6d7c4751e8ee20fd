package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the machine jumps while a run is made; libfaketime sets it. */
@Tag("faults")
@ExtendWith(Undisturbed.class)
class ClockTest {

  @TempDir static Path folder;

  @ParameterizedTest(name = "clock jumps: {0}")
  @ValueSource(strings = {"-20y", "+20y"})
  void takesNoNoticeOfTheClock(String jump, ShortRun run) throws Exception {
    Optional<Path> library = libfaketime();
    assumeThat(library).as("no libfaketime").isPresent();
    Path clock = Files.writeString(folder.resolve("clock" + jump), "+0");
    Path out = folder.resolve("results" + jump);
    Path output = folder.resolve("output" + jump);
    Process process =
        Application.PLAIN
            .with(
                Map.of(
                    "LD_PRELOAD",
                    library.get().toString(),
                    "FAKETIME_TIMESTAMP_FILE",
                    clock.toString(),
                    "FAKETIME_NO_CACHE",
                    "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1",
                    // Else the library turns the JVM's waits for a time span into endless ones.
                    "FAKETIME_FORCE_MONOTONIC_FIX",
                    "0"))
            .start(output, run.command(out));
    Path checkpoint = out.resolve(ShortRun.FOLDER).resolve(".checkpoint/epoch-1-step-0");
    while (!Files.exists(checkpoint) && process.isAlive()) {
      Thread.onSpinWait();
    }
    Files.writeString(clock, jump);
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    run.assertSame(out);
  }

  private static Optional<Path> libfaketime() throws IOException {
    if (!Files.isDirectory(Path.of("/usr/lib"))) {
      return Optional.empty();
    }
    try (Stream<Path> files =
        Files.find(
            Path.of("/usr/lib"), 3, (file, is) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
      return files.findFirst();
    }
  }
}
