package org.tinymnist.experiment;

import static org.tinymnist.Hostile.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFuzzTest {

  @TempDir static Path folder;

  @FuzzTest
  void readsOrRefuses(byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("experiment.yaml"), bytes);
    readOrRefuse(InvalidExperimentException.class, () -> Experiment.read(file));
  }
}
