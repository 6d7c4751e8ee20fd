package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine's cores decide how soon a run ends, and nothing else. */
@Order(3)
class CoresTest {

  private static final String RUN = "model-1-optimized/seed-1/";

  @TempDir Path folder;

  @Test
  void trainsTheSameOnOneCoreAndOnAll() throws Exception {
    assumeThat(Files.exists(Path.of("/usr/bin/taskset"))).as("taskset, of util-linux").isTrue();
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    Path data = SmallMnist.write(folder.resolve("data"), 640, 200);
    Path one = folder.resolve("one");
    Path all = folder.resolve("all");
    train(data, one, "/usr/bin/taskset", "--cpu-list", "0");
    train(data, all);
    for (String file :
        List.of(
            "metrics.csv", "errors.csv", "saved_model/variables/variables.data-00000-of-00001")) {
      assertThat(all.resolve(RUN + file)).hasSameBinaryContentAs(one.resolve(RUN + file));
    }
  }

  private static void train(Path data, Path out, String... wrapper)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>(List.of(wrapper));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Stream.of("-cp", classPath, "org.tinymnist.cli.Main", "run", "model-1-optimized")
        .forEach(command::add);
    Stream.of("--epochs", "2", "--data", data, "--out", out)
        .map(Object::toString)
        .forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
