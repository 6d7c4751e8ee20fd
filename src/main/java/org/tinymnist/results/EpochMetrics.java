package org.tinymnist.results;

import java.util.List;
import java.util.OptionalInt;

/**
 * The metrics of one epoch.
 *
 * @param epoch from 1
 * @param learningRate at the epoch's last step
 * @param momentum at the epoch's last step
 * @param trainLoss mean over the epoch, in training mode, while the weights changed
 * @param trainAccuracy fraction, in the same mode
 * @param testLoss mean over the test images after the epoch, label smoothing included
 * @param testAccuracy fraction of the test images after the epoch
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    double momentum,
    double trainLoss,
    double trainAccuracy,
    double testLoss,
    double testAccuracy) {

  public static final CsvFile<EpochMetrics> FILE = new CsvFile<>("metrics.csv", EpochMetrics.class);

  /** Returns the first epoch with at least this test accuracy. */
  public static OptionalInt firstAt(List<EpochMetrics> epochs, double accuracy) {
    return epochs.stream()
        .filter(each -> each.testAccuracy >= accuracy)
        .mapToInt(EpochMetrics::epoch)
        .findFirst();
  }
}
