package org.tinymnist.report;

import java.util.Arrays;

/**
 * A final test accuracy as the runs of an experiment give it.
 *
 * @param mean over the seeds
 * @param deviation the seeds' standard deviation (divisor seeds - 1), 0 for one seed
 * @param seeds how many
 * @param testImages images that each accuracy was counted on
 */
record Estimate(double mean, double deviation, int seeds, int testImages) {

  /** Fewer seeds than this say too little of the spread between seeds. */
  static final int ENOUGH_SEEDS = 3;

  /** Differences count from this many standard errors on. */
  static final double STANDARD_ERRORS = 3;

  /** With too few seeds a difference must also be this large ... */
  static final double CLEAR_DIFFERENCE = 0.005;

  /** ... and one error rate this many times the other. */
  static final double CLEAR_RATIO = 2;

  /** How two accuracies lie to each other. */
  enum Order {
    HIGHER,
    LOWER,
    UNDECIDED
  }

  static Estimate of(double[] accuracies, int testImages) {
    double mean = Arrays.stream(accuracies).average().orElseThrow();
    double squares = Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).sum();
    int seeds = accuracies.length;
    double deviation = seeds == 1 ? 0 : Math.sqrt(squares / (seeds - 1));
    return new Estimate(mean, deviation, seeds, testImages);
  }

  /** Returns a bound that somebody named: as if measured on any number of images and seeds. */
  static Estimate exactly(double accuracy) {
    return new Estimate(accuracy, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Returns how far a single run lies from the mean by chance: the binomial standard error {@code
   * sqrt(p (1 - p) / n)} of an accuracy {@code p} on {@code n} images, or the seeds' standard
   * deviation where that is larger.
   */
  double spread() {
    return Math.max(deviation, Math.sqrt(mean * (1 - mean) / testImages));
  }

  /** Returns the standard error of the mean. */
  double standardError() {
    return spread() / Math.sqrt(seeds);
  }

  /** Returns whether this accuracy is higher or lower than the other beyond chance. */
  Order against(Estimate other) {
    double difference = mean - other.mean;
    double error = Math.hypot(standardError(), other.standardError());
    if (Math.abs(difference) <= STANDARD_ERRORS * error || !isClear(other)) {
      return Order.UNDECIDED;
    }
    return difference > 0 ? Order.HIGHER : Order.LOWER;
  }

  /** Returns the standard error of another run's difference from the mean. */
  double errorOfARun() {
    return Math.hypot(spread(), standardError());
  }

  /** Returns whether there are enough seeds to know the spread between them. */
  boolean hasEnoughSeeds() {
    return seeds >= ENOUGH_SEEDS;
  }

  /** Returns how far the mean lies above a range; negative below it, 0 within. */
  double distance(Published.Span range) {
    return mean > range.high() ? mean - range.high() : Math.min(0, mean - range.low());
  }

  private boolean isClear(Estimate other) {
    if (hasEnoughSeeds() && other.hasEnoughSeeds()) {
      return true;
    }
    double more = 1 - Math.min(mean, other.mean);
    double fewer = 1 - Math.max(mean, other.mean);
    return more - fewer >= CLEAR_DIFFERENCE && more >= CLEAR_RATIO * fewer;
  }
}
