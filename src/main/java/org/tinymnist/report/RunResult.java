package org.tinymnist.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One finished run, as its three files tell it.
 *
 * @param json the run's {@code run.json}
 * @param epochs the rows of {@code metrics.csv}, epoch 1 first
 * @param errors the rows of {@code errors.csv}: the test images that the final model gets wrong
 * @param calibration the rows of {@code calibration.csv}; empty in runs that have none
 */
record RunResult(
    RunJson json, List<Epoch> epochs, List<Misclassified> errors, Optional<List<Bin>> calibration) {

  RunResult {
    epochs = List.copyOf(epochs);
    errors = List.copyOf(errors);
    calibration = calibration.map(List::copyOf);
  }

  /** A row of {@code metrics.csv}: rates of the epoch's last step, accuracies as fractions. */
  record Epoch(
      int number,
      double learningRate,
      double momentum,
      double trainLoss,
      double trainAccuracy,
      double testLoss,
      double testAccuracy) {}

  /**
   * A row of {@code errors.csv}.
   *
   * @param index the image's place in the test set, from 0
   * @param label what the image shows, 0 to 9
   * @param predicted what the model sees, 0 to 9
   * @param probability the model's probability of that
   */
  record Misclassified(int index, int label, int predicted, double probability) {}

  /**
   * A row of {@code calibration.csv}: the test images whose predictions have about the same
   * probability.
   *
   * @param number of the bin, from 1; bins without images are left out
   * @param images how many, at least one
   * @param confidence the mean probability of their predictions
   * @param accuracy the fraction that is right
   */
  record Bin(int number, int images, double confidence, double accuracy) {}

  String name() {
    return json.experiment().name();
  }

  long seed() {
    return json.seed();
  }

  Epoch first() {
    return epochs.get(0);
  }

  Epoch last() {
    return epochs.get(epochs.size() - 1);
  }

  /** Returns the first epoch with this test accuracy or more, empty if none has it. */
  OptionalInt firstEpochAt(double accuracy) {
    return epochs.stream()
        .filter(epoch -> epoch.testAccuracy() >= accuracy)
        .mapToInt(Epoch::number)
        .findFirst();
  }

  /** Returns how many images the final model takes for each digit: {@code [label][predicted]}. */
  int[][] confusion() {
    List<Integer> counts = json.data().testLabelCounts();
    int[][] confusion = new int[counts.size()][counts.size()];
    for (int label = 0; label < counts.size(); label++) {
      confusion[label][label] = counts.get(label);
    }
    for (Misclassified error : errors) {
      confusion[error.label()][error.label()]--;
      confusion[error.label()][error.predicted()]++;
    }
    return confusion;
  }
}
