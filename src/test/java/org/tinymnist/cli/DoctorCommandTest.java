package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

  @TempDir Path folder;

  @Test
  void showsTheDevicesAndTheOneThatWillBeUsed() {
    Outcome outcome = Outcome.of("doctor");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("NVIDIA driver +(none|[\\d.]+)"))
        .anyMatch(line -> line.matches("GPU +not used: .+"))
        .anyMatch(line -> line.matches("TensorFlow +2.18.0 for the [CG]PU, .+"))
        .anyMatch(line -> line.matches("Processor +.+ cores"))
        .anyMatch(line -> line.matches("Memory +[\\d.]+ GiB"))
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
}
