package org.tinymnist.analysis;

import java.util.function.ToDoubleFunction;
import org.tinymnist.results.EpochMetrics;

/** The metrics that the original's logs also have. */
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
   * The smallest share of errors or correct answers on that scale, which has no 0: a third of one
   * image of 60,000.
   */
  private static final double SMALLEST = 5e-6;

  private final ToDoubleFunction<EpochMetrics> read;
  private final boolean accuracy;

  Metric(ToDoubleFunction<EpochMetrics> read, boolean accuracy) {
    this.read = read;
    this.accuracy = accuracy;
  }

  public double of(EpochMetrics epoch) {
    return read.applyAsDouble(epoch);
  }

  public boolean isAccuracy() {
    return accuracy;
  }

  /**
   * Returns a value on a scale on which runs scatter symmetrically: the log-odds of an accuracy,
   * the logarithm of a loss.
   */
  double toScale(double value) {
    double kept = Math.max(value, SMALLEST);
    return accuracy ? Math.log(kept / Math.max(1 - value, SMALLEST)) : Math.log(kept);
  }

  /** Inverts {@link #toScale}. */
  double fromScale(double scaled) {
    return accuracy ? 1 / (1 + Math.exp(-scaled)) : Math.exp(scaled);
  }
}
