package org.tinymnist.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Run;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.SavedModelExporter;
import org.tinymnist.results.RunResult;
import tools.jackson.databind.json.JsonMapper;

/** Writes a run's SavedModel, with a model card and a sample. */
final class ModelFolder {

  private ModelFolder() {}

  /** The folder must not exist. */
  static void write(
      Path folder, Map<String, float[]> weights, Run run, DataSet data, RunResult result)
      throws IOException {
    SavedModelExporter.export(folder, weights);
    Files.writeString(folder.resolve("README.md"), card(run, data, result));
    Files.writeString(folder.resolve("sample.json"), sample(folder, data.test()) + "\n");
  }

  /** Returns the first test image and the model's outputs, to verify a port of the model. */
  private static String sample(Path model, LabeledImages test) {
    float[] intensities = test.intensities(0, 1);
    int[][][][] images = new int[1][LabeledImages.SIZE][LabeledImages.SIZE][1];
    for (int i = 0; i < intensities.length; i++) {
      images[0][i / LabeledImages.SIZE][i % LabeledImages.SIZE][0] = (int) intensities[i];
    }
    try (Classifier classifier = Classifier.load(model)) {
      Classifier.Predictions outputs = classifier.classify(intensities, 1);
      // Sorted: inputs before outputs.
      return new JsonMapper()
          .writeValueAsString(
              new TreeMap<>(
                  Map.of("inputs", Map.of(SavedModelExporter.IMAGES, images), "outputs", outputs)));
    }
  }

  /** Returns the model card, with Hugging Face's front matter. */
  private static String card(Run run, DataSet data, RunResult result) throws IOException {
    String template;
    try (InputStream in = ModelFolder.class.getResourceAsStream("/model-card.md")) {
      template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int tested = data.test().count();
    double accuracy = result.last().testAccuracy();
    return String.format(
        Locale.ROOT,
        template,
        data.name().toLowerCase(Locale.ROOT),
        run.experiment().name(),
        run.seed(),
        data.name(),
        accuracy,
        run.experiment().title(),
        result.record().parameters(),
        100 * accuracy,
        100 * Math.sqrt(accuracy * (1 - accuracy) / tested),
        tested,
        run.experiment().recipe().epochs(),
        data.train().count());
  }
}
