package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Test
  void takesTensorFlowForTheGpuInPlaceOfTheCpus() throws Exception {
    assertThat(classPath("-Pgpu,!cuda")).contains(GPU).doesNotContain(CPU);
  }

  @Test
  void takesTensorFlowForTheCpu() throws Exception {
    assertThat(classPath("-P!gpu,!cuda")).contains(CPU).doesNotContain(GPU);
  }

  @Test
  void goesByTheDriverWhenNotTold() throws Exception {
    boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version"));
    assertThat(classPath()).contains(driver ? GPU : CPU).doesNotContain(driver ? CPU : GPU);
  }

  private String classPath(String... profiles) throws IOException, InterruptedException {
    Path tree = folder.resolve("tree.txt");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString()));
    command.addAll(List.of("--batch-mode", "--quiet", "dependency:tree", "-Dscope=runtime"));
    command.add("-DoutputFile=" + tree);
    command.addAll(List.of(profiles));
    Process maven = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(maven.getInputStream().readAllBytes());
    assertThat(maven.waitFor()).as(said).isZero();
    return Files.readString(tree);
  }
}
