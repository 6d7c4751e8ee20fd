package org.tinymnist.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.Recipes;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.RunResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ModelFolderTest {

  @Test
  void hasACardAndASampleWithItsOutputs(@TempDir Path folder) throws IOException {
    RunResult result = SampleRuns.of("a", 3, 0.9, 0.993);
    Run run = new Run(Recipes.experiment("a", Recipes.model1(2)), 3);
    Path model = folder.resolve("saved_model");
    ModelFolder.write(model, SampleRuns.zeros(), run, DataSet.mnist(), result);
    // sqrt(0.993 * 0.007 / 10000) = 0.000834
    assertThat(model.resolve("README.md"))
        .content()
        .startsWith("---\nlicense: apache-2.0\n")
        .contains("\n# About a\n")
        .contains("7,784 parameters", "`a`, seed 3.")
        .contains("99.30 % ± 0.08 of 10,000 test images of MNIST, after the last of 2 epochs")
        .contains("60,000 images of MNIST");
    assertThat(model.resolve("saved_model.pb")).isRegularFile();
    JsonNode front =
        new YAMLMapper().readTree(Files.readString(model.resolve("README.md")).split("---\n")[1]);
    assertThat(front.at("/model-index/0/results/0/metrics/0/value").asDouble()).isEqualTo(0.993);
    assertThat(front.at("/model-index/0/results/0/dataset/type").asString()).isEqualTo("mnist");

    JsonNode sample = new JsonMapper().readTree(model.resolve("sample.json"));
    // The first pixel of MNIST's first test image that is not 0.
    assertThat(sample.at("/inputs/images/0/7/5/0").asInt()).isZero();
    assertThat(sample.at("/inputs/images/0/7/6/0").asInt()).isEqualTo(84);
    assertThat(sample.at("/outputs/probabilities/0/9").floatValue()).isEqualTo(0.1f);
    assertThat(sample.at("/outputs/classes")).hasSize(1);
  }
}
