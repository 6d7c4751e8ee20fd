package org.tinymnist.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

  /** Returns the misclassified test images, given {@code [images][10]} probabilities. */
  public static List<Misclassified> of(float[][] probabilities, LabeledImages test) {
    List<Misclassified> wrong = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      float[] p = probabilities[i];
      // The first of the most probable classes.
      int predicted =
          IntStream.range(0, p.length).reduce((best, c) -> p[c] > p[best] ? c : best).orElseThrow();
      if (predicted != test.label(i)) {
        wrong.add(new Misclassified(i, test.label(i), predicted, p[predicted]));
      }
    }
    return wrong;
  }
}
