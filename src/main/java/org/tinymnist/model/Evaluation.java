package org.tinymnist.model;

import org.tinymnist.data.LabeledImages;

/**
 * Metrics of a model on labeled images.
 *
 * @param correct number of correctly classified images
 * @param loss mean cross-entropy, in nats, without label smoothing
 * @param confusion {@code [label][predicted]}: number of images
 */
public record Evaluation(int correct, double loss, int[][] confusion) {

  private static final int BATCH = 500;

  public static Evaluation of(Classifier classifier, LabeledImages images) {
    int[][] confusion = new int[LabeledImages.CLASSES][LabeledImages.CLASSES];
    int correct = 0;
    double loss = 0;
    for (int from = 0; from < images.count(); from += BATCH) {
      int count = Math.min(BATCH, images.count() - from);
      Classifier.Predictions predictions =
          classifier.classify(images.intensities(from, count), count);
      for (int i = 0; i < count; i++) {
        int label = images.label(from + i);
        int predicted = predictions.classes()[i];
        confusion[label][predicted]++;
        correct += predicted == label ? 1 : 0;
        loss += crossEntropy(predictions.logits()[i], label);
      }
    }
    return new Evaluation(correct, loss / images.count(), confusion);
  }

  /** Returns {@code log(sum(exp(logits))) - logits[label]}, stable for small probabilities. */
  private static double crossEntropy(float[] logits, int label) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    return max + Math.log(sum) - logits[label];
  }
}
