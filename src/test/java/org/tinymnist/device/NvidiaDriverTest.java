package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.device.NvidiaDriver.Gpu;

/** A script stands in for nvidia-smi, with answers as NVIDIA documents them. */
@EnabledOnOs(OS.LINUX)
class NvidiaDriverTest {

  @TempDir private Path folder;

  @Test
  void listsTheGpus() throws IOException {
    NvidiaDriver driver =
        ask("560.35.03", "NVIDIA H200, 9.0, 143771 MiB\nNVIDIA GH200, 9.0, [N/A]");
    assertThat(driver.version()).contains("560.35.03");
    assertThat(driver.problem()).isEmpty();
    assertThat(driver.gpus())
        .containsExactly(
            new Gpu("NVIDIA H200", "9.0", "143771 MiB"), new Gpu("NVIDIA GH200", "9.0", "[N/A]"));
  }

  @Test
  void asksForThoseThatAreVisible() throws IOException {
    Path program = program("560.35.03", "$3, 9.0, 1");
    assertThat(NvidiaDriver.ask("" + program, "1,GPU-8932f937").gpus().get(0).name())
        .isEqualTo("--id=1,GPU-8932f937");
    assertThat(NvidiaDriver.ask("" + program, "MIG-1f2e").gpus().get(0).name()).isEmpty();
    for (String none : List.of("", "-1")) {
      assertThat(NvidiaDriver.ask("" + program, none).problem())
          .contains("CUDA_VISIBLE_DEVICES is \"%s\"".formatted(none));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          580.65.06  | NVIDIA B200, 10.0, 1 | NVIDIA B200 has compute capability 10.0, expected 6.0 to 9.x: TensorFlow 2.18 has no code for it
          560.35.03  | Tesla M40, 5.2, 1    | Tesla M40 has compute capability 5.2, expected 6.0 to 9.x
          560.35.03  | GPU                  | GPU has compute capability
          470.256.02 | no valid field       | the NVIDIA driver is 470.256.02, expected 525.60.13 or newer, which CUDA 12 needs
          [N/A]      | GPU, 8.0, 1 MiB      | driver version "[N/A]"
          """)
  void refusesGpusAndDriversThatTensorFlowCannotUse(String version, String gpu, String problem)
      throws IOException {
    assertThat(ask(version, gpu).problem().orElseThrow()).contains(problem);
  }

  @ParameterizedTest
  @CsvSource({"560.35.03, 6.0", "560.35.03, 8.9", "560.35.03, 9.0", "525.60.13, 8.0"})
  void takesTheOthers(String version, String capability) throws IOException {
    assertThat(ask(version, "GPU, %s, 1".formatted(capability)).problem()).isEmpty();
  }

  @Test
  void givesTheReasonOfAProgramThatFailsOrIsMissing() throws IOException {
    String reason = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.";
    Path failing = script("echo \"%s\"; exit 9".formatted(reason));
    assertThat(NvidiaDriver.ask("" + failing, null).problem().orElseThrow())
        .isEqualTo("no NVIDIA GPU: %s: %s".formatted(failing, reason));
    assertThat(NvidiaDriver.ask("" + script("exit 0"), null).problem().orElseThrow())
        .endsWith(": no answer");
    NvidiaDriver missing = NvidiaDriver.ask("/nosuch", null);
    assertThat(missing.version()).isEmpty();
    assertThat(missing.problem()).contains("no NVIDIA GPU: /nosuch not found");
  }

  private NvidiaDriver ask(String version, String gpus) throws IOException {
    return NvidiaDriver.ask("" + program(version, gpus), null);
  }

  private Path program(String version, String gpus) throws IOException {
    return script(
        """
        case $1 in
          --query-gpu=driver_version) echo '%s' ;;
          *) cat <<END
        %s
        END
        esac
        """
            .formatted(version, gpus));
  }

  private Path script(String body) throws IOException {
    Path file = Files.createTempFile(folder, "nvidia-smi", "");
    Files.writeString(file, "#!/bin/sh\n" + body);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
