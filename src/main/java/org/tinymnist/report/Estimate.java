package org.tinymnist.report;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * A figure of an experiment as its seeds give it. Every seed is tested on the same images: what is
 * said of the mean holds for this test set.
 *
 * @param mean over the seeds
 * @param deviation the seeds' standard deviation (divisor seeds - 1), 0 for one seed
 * @param seeds how many
 * @param testImages images that each accuracy was counted on
 */
record Estimate(double mean, double deviation, int seeds, int testImages) {

  /** Fewer seeds than this say too little of the spread between seeds. */
  static final int ENOUGH_SEEDS = 3;

  /** With too few seeds accuracies differ from this many standard errors on ... */
  static final double STANDARD_ERRORS = 3;

  /** ... if they are also this far apart ... */
  static final double CLEAR_DIFFERENCE = 0.005;

  /** ... and one error rate is this many times the other. */
  static final double CLEAR_RATIO = 2;

  /** Rounding in the mean of equal figures is no deviation. */
  private static final double NO_DEVIATION = 1e-12;

  /** How two accuracies lie to each other. */
  enum Order {
    HIGHER,
    LOWER,
    UNDECIDED
  }

  static Estimate of(double[] accuracies, int testImages) {
    double deviation = StandardDeviation.of(accuracies).getAsDouble();
    return new Estimate(
        Mean.of(accuracies).getAsDouble(),
        deviation < NO_DEVIATION ? 0 : deviation,
        accuracies.length,
        testImages);
  }

  /** Returns a bound that somebody named: as if measured on any number of images. */
  static Estimate exactly(double accuracy) {
    return new Estimate(accuracy, 0, 1, Integer.MAX_VALUE);
  }

  /** Returns whether there are enough seeds to know the spread between them. */
  boolean hasEnoughSeeds() {
    return seeds >= ENOUGH_SEEDS;
  }

  /** Returns how far the mean's 95 % interval reaches to either side, by Student's t. */
  double halfWidth() {
    return quantile() * deviation / Math.sqrt(seeds);
  }

  /** Returns how far the 95 % interval of one more seed reaches to either side of the mean. */
  double halfWidthOfARun() {
    return quantile() * deviation * Math.sqrt(1 + 1.0 / seeds);
  }

  private double quantile() {
    return TDistribution.of(seeds - 1).inverseCumulativeProbability(0.975);
  }

  /**
   * Returns the probability that seeds scatter so far from a mean by chance, if it is the true one:
   * Student's t-test, two-sided.
   */
  double pOfMean(double value) {
    return deviation == 0
        ? pWithoutDeviation(value)
        : TTest.withDefaults().withMu(value).test(mean, deviation * deviation, seeds).getPValue();
  }

  /**
   * Returns the probability that one more seed lands as far from the mean as this, two-sided.
   *
   * @param value a single run's
   */
  double pOfRun(double value) {
    if (deviation == 0) {
      return pWithoutDeviation(value);
    }
    double error = deviation * Math.sqrt(1 + 1.0 / seeds);
    double t = Math.abs(value - mean) / error;
    return 2 * TDistribution.of(seeds - 1).survivalProbability(t);
  }

  /** Returns the probability that one more seed reaches a value. */
  double pOfReaching(double value) {
    double half = pOfRun(value) / 2;
    return value <= mean ? 1 - half : half;
  }

  private double pWithoutDeviation(double value) {
    return Math.abs(value - mean) < NO_DEVIATION ? 1 : 0;
  }

  /**
   * Returns whether this accuracy is higher or lower than the other so clearly that it takes no
   * more seeds: see the constants. The spread between few seeds is not known; the standard error is
   * that of counting, {@code sqrt(p (1 - p) / n)} for an accuracy {@code p} on {@code n} images, or
   * the seeds' standard deviation where that is larger.
   */
  Order clearlyAgainst(Estimate other) {
    double error = Math.hypot(spread(), other.spread());
    double difference = mean - other.mean;
    double more = 1 - Math.min(mean, other.mean);
    double fewer = 1 - Math.max(mean, other.mean);
    if (Math.abs(difference) <= STANDARD_ERRORS * error
        || more - fewer < CLEAR_DIFFERENCE
        || more < CLEAR_RATIO * fewer) {
      return Order.UNDECIDED;
    }
    return difference > 0 ? Order.HIGHER : Order.LOWER;
  }

  /** Returns how far a single run lies from the mean by chance. */
  double spread() {
    return Math.max(deviation, Math.sqrt(mean * (1 - mean) / testImages));
  }

  /** Returns how far the mean lies above a range; negative below it, 0 within. */
  double distance(Published.Span range) {
    return mean > range.high() ? mean - range.high() : Math.min(0, mean - range.low());
  }
}
