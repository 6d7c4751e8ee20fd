package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @TempDir Path folder;

  @Test
  void showsTheDevicesAndTheOneThatWillBeUsed() {
    Outcome outcome = Outcome.of("doctor", "--out", folder.resolve("results"));
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("NVIDIA driver +(none|[\\d.]+)"))
        .anyMatch(line -> line.matches("GPU +not used: .+"))
        .anyMatch(line -> line.matches("TensorFlow +2.18.0 for the [CG]PU, .+"))
        .anyMatch(line -> line.matches("Processor +.+ cores"))
        .anyMatch(line -> line.matches("Memory +[\\d.]+ GiB"))
        .anyMatch(line -> line.matches("Results +[\\d.]+ GiB free in .+"))
        .last()
        .asString()
        .startsWith("will train on the CPU: ");
  }

  /** The tests hide the GPUs: see pom.xml. */
  @Test
  void failsWithoutTheGpuThatIsAskedForAsTrainingDoes() {
    Outcome doctor = Outcome.of("doctor", "--gpu", "on");
    assertThat(doctor.exit()).isEqualTo(1);
    String sentence = doctor.out().lines().reduce((a, b) -> b).orElseThrow();
    assertThat(sentence).startsWith("will not train on a GPU: ");
    Path out = folder.resolve("results");
    assertThat(Outcome.of("run", "--gpu", "on", "--out", out).err())
        .isEqualToIgnoringNewLines("tiny-mnist: " + sentence);
    assertThat(out).doesNotExist();
  }

  @Test
  void needsNoRightToListFoldersOfLibraries() throws Exception {
    assumeThat(Files.exists(Path.of("/usr/bin/setpriv"))).as("setpriv").isTrue();
    Path parent = Files.createDirectory(folder.resolve("parent"));
    Path libraries = Files.createDirectory(parent.resolve("lib"));
    Files.writeString(libraries.resolve("libcudart.so.12"), "no library");
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("--x--x--x"));
    Process doctor =
        Outcome.start(
            List.of(
                "setpriv",
                "--bounding-set=-dac_override,-dac_read_search",
                "--inh-caps=-dac_override,-dac_read_search",
                "env",
                "LD_LIBRARY_PATH=" + libraries),
            "doctor");
    Outcome outcome = Outcome.of(doctor);
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    assertThat(outcome.out()).doesNotContain("libcudart");
  }
}
