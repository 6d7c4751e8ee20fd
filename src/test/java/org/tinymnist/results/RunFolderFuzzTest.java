package org.tinymnist.results;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Hostile;
import org.tinymnist.analysis.SampleRuns;

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
    Path run = results.resolve("fuzzed/seed-1");
    if (!Files.exists(run)) {
      SampleRuns.write(results, SampleRuns.of("fuzzed", 1, 0.9, 0.95));
    }
    byte[] right = Files.readAllBytes(run.resolve(file));
    Files.write(run.resolve(file), bytes);
    try {
      Hostile.readOrRefuse(InvalidResultException.class, () -> RunFolder.read(run));
    } finally {
      Files.write(run.resolve(file), right);
    }
  }
}
