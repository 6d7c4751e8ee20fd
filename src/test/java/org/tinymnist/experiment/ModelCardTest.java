package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tinymnist.data.DataSet;

class ModelCardTest {

  @Test
  void givesTheAccuracyWithItsBinomialStandardError() throws IOException {
    Experiment experiment = Experiment.read(Path.of("experiments/model-1-optimized.yaml"));
    String card = ModelCard.of(new Run(experiment, 3), DataSet.mnist(), 7_784, 0.9937);
    // sqrt(0.9937 * 0.0063 / 10000) = 0.000791
    assertThat(card)
        .startsWith("# Model 1: OneCycleLR, no dropout\n")
        .contains("`model-1-optimized`, seed 3.")
        .contains("99.37 % ± 0.08 of 10,000 test images of MNIST, after the last of 20 epochs")
        .contains("60,000 images of MNIST");
  }
}
