package org.tinymnist.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Hostile;

class RunFolderFuzzTest {

  @TempDir static Path results;

  @FuzzTest
  void readsOrRefusesMetrics(byte[] bytes) throws Exception {
    readOrRefuse("metrics.csv", bytes);
  }

  @FuzzTest
  void readsOrRefusesARecord(byte[] bytes) throws Exception {
    readOrRefuse("run.json", bytes);
  }

  private static void readOrRefuse(String file, byte[] bytes) throws Exception {
    Path run = run();
    byte[] right = Files.readAllBytes(run.resolve(file));
    Files.write(run.resolve(file), bytes);
    try {
      Hostile.readOrRefuse(
          InvalidRunException.class,
          () -> {
            RunFolder.readDiverged(run);
            RunFolder.read(run);
          });
    } finally {
      Files.write(run.resolve(file), right);
    }
  }

  private static Path run() throws IOException {
    Path run = results.resolve("fuzzed/seed-1");
    return Files.exists(run) ? run : new SampleRun("fuzzed").write(results);
  }
}
