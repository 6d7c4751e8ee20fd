package org.tinymnist.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Run;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.SavedModelExporter;
import org.tinymnist.results.RunResult;
import tools.jackson.databind.json.JsonMapper;

/** Writes a run's SavedModel, with a model card and a sample. */
final class ModelFolder {

  /** The model card, with Hugging Face's front matter. */
  static final String CARD = "README.md";

  /** The first test image and the model's outputs, to verify a port of the model. */
  static final String SAMPLE = "sample.json";

  private record Sample(Inputs inputs, Classifier.Predictions outputs) {}

  private record Inputs(int[][][][] images) {}

  private ModelFolder() {}

  /**
   * @param folder must not exist
   * @param weights one array per variable
   */
  static void write(
      Path folder, Map<String, float[]> weights, Run run, DataSet data, RunResult result)
      throws IOException {
    SavedModelExporter.export(folder, weights);
    Files.writeString(folder.resolve(CARD), card(run, data, result));
    Files.writeString(folder.resolve(SAMPLE), sample(folder, data.test()) + "\n");
  }

  private static String sample(Path model, LabeledImages test) {
    float[] intensities = test.intensities(0, 1);
    int[][][][] images = new int[1][LabeledImages.SIZE][LabeledImages.SIZE][1];
    for (int i = 0; i < intensities.length; i++) {
      images[0][i / LabeledImages.SIZE][i % LabeledImages.SIZE][0] = (int) intensities[i];
    }
    try (Classifier classifier = Classifier.load(model)) {
      Sample sample = new Sample(new Inputs(images), classifier.classify(intensities, 1));
      return new JsonMapper().writeValueAsString(sample);
    }
  }

  private static String card(Run run, DataSet data, RunResult result) {
    int tested = data.test().count();
    double accuracy = result.last().testAccuracy();
    return String.format(
        Locale.ROOT,
        """
        ---
        license: apache-2.0
        library_name: tensorflow
        pipeline_tag: image-classification
        tags: [tensorflow, savedmodel, mnist]
        datasets: [%1$s]
        metrics: [accuracy]
        model-index:
        - name: %2$s, seed %3$d
          results:
          - task: {type: image-classification}
            dataset: {type: %1$s, name: %4$s, split: test}
            metrics:
            - {type: accuracy, value: %5$s}
        ---

        # %6$s

        A convolutional network with %7$,d parameters that classifies images of handwritten digits. Experiment
        `%2$s`, seed %3$d.

        **Input.** `images`, float32 `[batch, 28, 28, 1]`: intensities from 0 (background) to 255 (ink). The model
        normalizes them itself; intensities from 0 to 1 cause no error and give wrong digits. Pixels must be finite: NaN or
        infinity causes no error either, and the result is meaningless. TensorFlow refuses every other shape.

        **Output.** `logits` and `probabilities`, float32 `[batch, 10]`, and `classes`, int64 `[batch]`.
        SavedModel, tag `serve`, signature `serving_default`; the signature `probabilities` has that output alone.
        `sample.json` has one image and its outputs, to verify a port of the model.

        **Accuracy.** %8$.2f %% ± %9$.2f of %10$,d test images of %4$s, after the last of %11$d epochs. The value after ±
        is the binomial standard error in percentage points: it covers the choice of test images, not the seed.

        **Training data.** %12$,d images of %4$s; no test image was used for training or for choosing an epoch. `run.json`
        in the folder above says how the model was trained.

        **Licence.** Apache-2.0; the data sets have their own licences.

        **Limits.** It expects a single digit in MNIST's form: light on dark, scaled to 20x20 pixels and centred
        by mass in 28x28. It returns one of ten digits for any image, even for a letter. The calibration of its probabilities
        and its accuracy on other people's handwriting are not known.
        """,
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
