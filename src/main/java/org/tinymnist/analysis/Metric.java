package org.tinymnist.analysis;

import java.util.function.ToDoubleFunction;
import org.tinymnist.results.EpochMetrics;

/** The four figures of an epoch that the original's logs have too. */
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
   * Fewer errors than one in this many images count as half of one, more than all less that too.
   */
  private static final double SMALLEST = 5e-6;

  private final ToDoubleFunction<EpochMetrics> value;
  private final boolean accuracy;

  Metric(ToDoubleFunction<EpochMetrics> value, boolean accuracy) {
    this.value = value;
    this.accuracy = accuracy;
  }

  /** Returns the figure of an epoch. */
  public double of(EpochMetrics epoch) {
    return value.applyAsDouble(epoch);
  }

  /** Returns whether it is a fraction of images; a loss otherwise. */
  public boolean isAccuracy() {
    return accuracy;
  }

  /**
   * Returns a value on the scale on which runs scatter evenly to both sides: the log-odds of an
   * accuracy, the logarithm of a loss.
   */
  double toScale(double figure) {
    double kept = Math.max(figure, SMALLEST);
    return accuracy ? Math.log(kept / Math.max(1 - figure, SMALLEST)) : Math.log(kept);
  }
}
