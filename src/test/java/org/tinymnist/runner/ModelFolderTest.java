package org.tinymnist.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Recipes;
import org.tinymnist.SampleRun;
import org.tinymnist.ZeroModel;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.RunResult;

class ModelFolderTest {

  @Test
  void hasACardWithTheAccuracyAndItsBinomialStandardError(@TempDir Path folder) throws IOException {
    RunResult result = SampleRun.of("a", 3, 0.9, 0.993);
    Run run = new Run(Recipes.experiment("a", Recipes.model1(2)), 3);
    Path model = folder.resolve("saved_model");
    ModelFolder.write(model, ZeroModel.weights(), run, DataSet.mnist(), result);
    // sqrt(0.993 * 0.007 / 10000) = 0.000834
    assertThat(model.resolve("README.md"))
        .content()
        .startsWith("# About a\n")
        .contains("7,784 parameters", "`a`, seed 3.")
        .contains("99.30 % ± 0.08 of 10,000 test images of MNIST, after the last of 2 epochs")
        .contains("60,000 images of MNIST");
    assertThat(model.resolve("saved_model.pb")).isRegularFile();
  }
}
