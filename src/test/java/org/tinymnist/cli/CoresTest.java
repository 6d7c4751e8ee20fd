package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.SmallMnist;

/** A machine's cores decide how soon a run ends, and nothing else. */
@Order(Order.DEFAULT + 1)
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
    train(data, one, List.of("/usr/bin/taskset", "--cpu-list", "0"));
    train(data, all, List.of());
    for (String file : CommandLineTest.SAME) {
      assertThat(all.resolve(RUN + file)).hasSameBinaryContentAs(one.resolve(RUN + file));
    }
  }

  private static void train(Path data, Path out, List<String> wrapper) throws Exception {
    Outcome outcome =
        Outcome.of(
            Outcome.start(
                wrapper, "run", "model-1-optimized", "--epochs", 2, "--data", data, "--out", out));
    assertThat(outcome.exit()).as(outcome.out()).isZero();
  }
}
