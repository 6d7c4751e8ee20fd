package org.tinymnist.interop;

import org.tinymnist.data.LabeledImages;

/**
 * How a runtime's predictions differ from the reference.
 *
 * @param maxProbabilityDifference over all images and classes; NaN if a probability is NaN
 * @param classDifferences images that are classified otherwise
 * @param accuracy the runtime's own
 * @param accuracyDifference from the reference's accuracy, without sign
 */
record Comparison(
    double maxProbabilityDifference,
    int classDifferences,
    double accuracy,
    double accuracyDifference) {

  static Comparison of(Predictions reference, Predictions found, LabeledImages images) {
    double difference = 0;
    for (int i = 0; i < reference.probabilities().length; i++) {
      double d = (double) found.probabilities()[i] - reference.probabilities()[i];
      difference = Math.max(difference, Math.abs(d));
    }
    int differences = 0;
    for (int i = 0; i < images.count(); i++) {
      differences += found.classes()[i] == reference.classes()[i] ? 0 : 1;
    }
    int correct = correct(found, images);
    return new Comparison(
        difference,
        differences,
        (double) correct / images.count(),
        (double) Math.abs(correct - correct(reference, images)) / images.count());
  }

  private static int correct(Predictions predictions, LabeledImages images) {
    int correct = 0;
    for (int i = 0; i < images.count(); i++) {
      correct += predictions.classes()[i] == images.label(i) ? 1 : 0;
    }
    return correct;
  }
}
