package org.tinymnist.results;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.data.LabeledImages;

/**
 * A test image that the final model gets wrong: a row of {@code errors.csv}.
 *
 * @param index the image's place in the test set, from 0
 * @param label what the image shows, 0 to 9
 * @param predicted what the model predicts, 0 to 9
 * @param probability the model's probability of that
 */
public record Misclassified(int index, int label, int predicted, double probability) {

  /** {@code errors.csv}, in the order of the test set. */
  public static final CsvFile<Misclassified> FILE =
      new CsvFile<>("errors.csv", Misclassified.class);

  /**
   * Returns the test images that a model gets wrong, in the order of the test set.
   *
   * @param probabilities {@code [images][10]}
   */
  public static List<Misclassified> of(float[][] probabilities, LabeledImages test) {
    List<Misclassified> wrong = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      int predicted = mostProbable(probabilities[i]);
      if (predicted != test.label(i)) {
        wrong.add(new Misclassified(i, test.label(i), predicted, probabilities[i][predicted]));
      }
    }
    return wrong;
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
