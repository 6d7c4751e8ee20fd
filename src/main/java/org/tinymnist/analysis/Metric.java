package org.tinymnist.analysis;

import java.util.function.ToDoubleFunction;
import org.tinymnist.results.EpochMetrics;

/** The metrics of an epoch that the original's logs have too. */
public enum Metric {
  /** Fraction of the training images, in training mode. */
  TRAIN_ACCURACY(EpochMetrics::trainAccuracy, true),
  /** Fraction of the test images. */
  TEST_ACCURACY(EpochMetrics::testAccuracy, true),
  /** Mean training loss, in training mode. */
  TRAIN_LOSS(EpochMetrics::trainLoss, false),
  /** Mean test loss. */
  TEST_LOSS(EpochMetrics::testLoss, false);

  /**
   * The smallest share of errors, or of right answers, on that scale: a third of one image of
   * 60,000. The scale has no 0.
   */
  private static final double SMALLEST = 5e-6;

  private final ToDoubleFunction<EpochMetrics> read;
  private final boolean accuracy;

  Metric(ToDoubleFunction<EpochMetrics> read, boolean accuracy) {
    this.read = read;
    this.accuracy = accuracy;
  }

  /** Returns the value of an epoch. */
  public double of(EpochMetrics epoch) {
    return read.applyAsDouble(epoch);
  }

  /** Returns whether it is a fraction of images; a loss otherwise. */
  public boolean isAccuracy() {
    return accuracy;
  }

  /**
   * Returns a value on the scale on which runs scatter evenly to both sides: the log-odds of an
   * accuracy, the logarithm of a loss.
   */
  double toScale(double value) {
    double kept = Math.max(value, SMALLEST);
    return accuracy ? Math.log(kept / Math.max(1 - value, SMALLEST)) : Math.log(kept);
  }

  /** Returns the value at a place on that scale. */
  double fromScale(double scaled) {
    return accuracy ? 1 / (1 + Math.exp(-scaled)) : Math.exp(scaled);
  }
}
