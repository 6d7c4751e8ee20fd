package org.tinymnist.experiment;

import java.util.Locale;
import org.tinymnist.data.DataSet;

/** The card of an exported model, for people who find its folder alone: Markdown. */
final class ModelCard {

  /** Lies in the SavedModel's folder; what loads the model passes over it. */
  static final String FILE = "README.md";

  private ModelCard() {}

  /**
   * Describes a run's model.
   *
   * @param parameters trainable parameters
   * @param testAccuracy after the last epoch, a fraction
   */
  static String of(Run run, DataSet data, long parameters, double testAccuracy) {
    int tested = data.test().count();
    return String.format(
        Locale.ROOT,
        """
        # %s

        A convolutional network of %,d parameters that tells which digit an image shows. Experiment
        `%s`, seed %d.

        **Input.** `images`, float32 `[batch, 28, 28, 1]`: intensities from 0 (background) to 255 (ink),
        not normalised; the model does that itself. Intensities from 0 to 1 give nonsense, mostly the class 1. Another
        height, width or number of channels is refused, save by LiteRT's signature runner, which resizes its input.
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
        by mass in 28x28. It gives one of ten digits for any image, a letter too. How far its probabilities can
        be trusted on the test images is in `calibration.csv`, beside this folder; nobody has checked how it
        does on handwriting of other people and pens.
        """,
        run.experiment().title(),
        parameters,
        run.experiment().name(),
        run.seed(),
        100 * testAccuracy,
        100 * standardError(testAccuracy, tested),
        tested,
        data.name(),
        run.experiment().recipe().epochs(),
        data.train().count(),
        data.name());
  }

  /** {@code sqrt(p (1 - p) / n)}, of a proportion {@code p} counted on {@code n} images. */
  private static double standardError(double p, int n) {
    return Math.sqrt(p * (1 - p) / n);
  }
}
