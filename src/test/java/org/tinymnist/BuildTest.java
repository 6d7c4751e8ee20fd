package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Maven's own answer to which libraries a build takes. It downloads none of them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class BuildTest {

  private static final String CPU = "org.tensorflow:tensorflow-core-native:jar:linux-x86_64:";
  private static final String GPU = "org.tensorflow:tensorflow-core-native:jar:linux-x86_64-gpu:";

  @TempDir Path folder;

  /** The tests themselves run with the CPU's. */
  @Test
  void takesTensorFlowForTheGpuInPlaceOfTheCpus() throws Exception {
    Path tree = folder.resolve("tree.txt");
    String maven = Path.of(System.getProperty("maven.home"), "bin", "mvn").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    maven,
                    "--batch-mode",
                    "--quiet",
                    "-Pgpu,!cuda",
                    "dependency:tree",
                    "-Dscope=runtime",
                    "-DoutputFile=" + tree))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(Files.readString(tree)).contains(GPU).doesNotContain(CPU);
  }
}
