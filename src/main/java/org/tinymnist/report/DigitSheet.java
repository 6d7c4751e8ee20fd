package org.tinymnist.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tinymnist.report.RunResult.Misclassified;

/**
 * Which mistakes of the best model are shown as pictures.
 *
 * @param shown the surest mistakes first
 * @param obstacle why there is no picture of them, empty if there is one
 */
record DigitSheet(List<Misclassified> shown, Optional<String> obstacle) {
  private static final int MOST = 100;
  private static final String TEST_IMAGES = "t10k-images";

  /** Chooses from a run's mistakes; without the pixels of its own test set there is no picture. */
  static DigitSheet of(RunResult run, Optional<TestImages> images) {
    List<Misclassified> surest =
        run.errors().stream()
            .sorted(
                Comparator.comparingDouble(Misclassified::probability)
                    .reversed()
                    .thenComparingInt(Misclassified::index))
            .limit(MOST)
            .toList();
    if (images.isEmpty()) {
      return new DigitSheet(surest, Optional.of("the test images are not at hand"));
    }
    String sha256 = run.json().data().sha256().get(TEST_IMAGES);
    return images.get().sha256().equals(sha256)
        ? new DigitSheet(surest, Optional.empty())
        : new DigitSheet(
            surest,
            Optional.of("the test images at hand are not those that the model was tested on"));
  }

  /** Returns the images with label, prediction and the prediction's probability. */
  List<Digits.Cell> cells() {
    return shown.stream()
        .map(
            error ->
                new Digits.Cell(
                    error.index(),
                    error.label() + " → " + error.predicted(),
                    Format.wholePercent(error.probability())))
        .toList();
  }

  boolean isDrawn() {
    return obstacle.isEmpty() && !shown.isEmpty();
  }
}
