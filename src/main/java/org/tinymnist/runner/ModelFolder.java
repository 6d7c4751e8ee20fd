package org.tinymnist.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Run;
import org.tinymnist.model.SavedModelExporter;
import org.tinymnist.results.RunResult;

/** A run's exported model, with a card for people who find its folder alone. */
final class ModelFolder {

  /** The card; programs that load the model pass over it. */
  static final String CARD = "README.md";

  private ModelFolder() {}

  /**
   * Writes the SavedModel and its card.
   *
   * @param folder where they go; must not exist
   * @param weights one array a weight
   */
  static void write(
      Path folder, Map<String, float[]> weights, Run run, DataSet data, RunResult result)
      throws IOException {
    SavedModelExporter.export(folder, weights);
    Files.writeString(folder.resolve(CARD), card(run, data, result), StandardCharsets.UTF_8);
  }

  private static String card(Run run, DataSet data, RunResult result) {
    int tested = data.test().count();
    double accuracy = result.last().testAccuracy();
    return String.format(
        Locale.ROOT,
        """
        # %s

        A convolutional network of %,d parameters that tells which digit an image shows. Experiment
        `%s`, seed %d.

        **Input.** `images`, float32 `[batch, 28, 28, 1]`: intensities from 0 (background) to 255 (ink),
        not normalised; the model does that itself. Intensities from 0 to 1 give nonsense, mostly the class 1. Another
        height, width or number of channels is refused.
        One pixel that is NaN or infinite makes all logits and probabilities NaN and the class 0; OpenVINO gives an
        arbitrary answer.

        **Output.** `logits` and `probabilities`, float32 `[batch, 10]`, and `classes`, int64 `[batch]`.
        SavedModel, tag `serve`, signature `serving_default`.

        **Accuracy.** %.2f %% ± %.2f of %,d test images of %s, after the last of %d epochs. What follows ± is the
        binomial standard error, in percentage points: the chance of the test images, not of the seed.

        **Training data.** %,d images of %s; the test images took no part in training, and no epoch was
        chosen by them. How it was trained is in `run.json`, beside this folder.

        **Licence.** Apache-2.0; the data sets have terms of their own.

        **Limits.** It knows single digits as MNIST shows them: light on dark, scaled to 20x20 pixels and centred
        by mass in 28x28. It gives one of ten digits for any image, a letter too. Nobody has
        checked how far its probabilities can be trusted, nor how it does on handwriting of other people and pens.
        """,
        run.experiment().title(),
        result.record().parameters(),
        run.experiment().name(),
        run.seed(),
        100 * accuracy,
        100 * Math.sqrt(accuracy * (1 - accuracy) / tested),
        tested,
        data.name(),
        run.experiment().recipe().epochs(),
        data.train().count(),
        data.name());
  }
}
