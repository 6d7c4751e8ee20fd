package org.tinymnist.runner;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.results.Misclassified;

/** The test images that a model gets wrong. */
final class Mistakes {

  private Mistakes() {}

  /**
   * Returns them in the order of the test set.
   *
   * @param probabilities {@code [images][10]}
   */
  static List<Misclassified> of(float[][] probabilities, LabeledImages test) {
    List<Misclassified> mistakes = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      int predicted = mostProbable(probabilities[i]);
      if (predicted != test.label(i)) {
        mistakes.add(new Misclassified(i, test.label(i), predicted, probabilities[i][predicted]));
      }
    }
    return mistakes;
  }

  /** Returns the class with the highest probability, the lowest of equals. */
  private static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }
}
