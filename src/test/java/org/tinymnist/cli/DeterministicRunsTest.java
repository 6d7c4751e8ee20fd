package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Run;

class DeterministicRunsTest {

  private static final Path MODEL_1 = Path.of("experiments", "model-1-optimized.yaml");

  @TempDir private Path directory;

  @Test
  void areAllOrNoneOnAGpu() throws IOException {
    Run plain = new Run(Experiment.read(MODEL_1), 1);
    Path file = directory.resolve("again.yaml");
    Files.writeString(file, Files.readString(MODEL_1) + "deterministic: true\n");
    Run deterministic = new Run(Experiment.read(file), 1);

    assertThatNoException()
        .isThrownBy(
            () -> TrainingOptions.checkAllAreDeterministic(List.of(deterministic, deterministic)));
    assertThatThrownBy(
            () -> TrainingOptions.checkAllAreDeterministic(List.of(deterministic, plain)))
        .hasMessage(
            "model-1-optimized: deterministic: false, expected true as in others of these runs:"
                + " on a GPU all are or none");
  }
}
