package org.tinymnist.results;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.data.LabeledImages;

/**
 * A test image that the final model misclassifies: a row of {@code errors.csv}.
 *
 * @param index index in the test set, from 0
 * @param probability of the predicted class
 */
public record Misclassified(int index, int label, int predicted, double probability) {

  public static final CsvFile<Misclassified> FILE =
      new CsvFile<>("errors.csv", Misclassified.class);

  /**
   * Returns the misclassified test images, in the order of the test set.
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

  /** Returns the first of the most probable classes. */
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
