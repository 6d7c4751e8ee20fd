package org.tinymnist.analysis;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * A figure as several seeds give it. All seeds are tested on the same images: what is said of the
 * mean holds for this test set.
 *
 * @param mean over the seeds
 * @param deviation their standard deviation (divisor size - 1), 0 for one seed
 * @param size how many seeds
 */
public record Sample(double mean, double deviation, int size) {

  /** Fewer seeds than this say too little of the spread between seeds. */
  public static final int ENOUGH = 3;

  /** Rounding in the mean of equal figures is no deviation. */
  private static final double NO_DEVIATION = 1e-12;

  /** Returns the sample of some values, at least one. */
  public static Sample of(double... values) {
    double deviation = StandardDeviation.of(values).getAsDouble();
    return new Sample(
        Mean.of(values).getAsDouble(), deviation < NO_DEVIATION ? 0 : deviation, values.length);
  }

  /** Returns whether there are enough seeds to know the spread between them. */
  public boolean isEnough() {
    return size >= ENOUGH;
  }

  /** Returns the 95 % interval of the mean, by Student's t; it takes two seeds. */
  public Interval ofMean() {
    return around(deviation / Math.sqrt(size));
  }

  /**
   * Returns the range in which one more run is to be expected in 95 of 100 cases: {@code mean ± t
   * deviation sqrt(1 + 1/n)} (Hahn and Meeker, "Statistical Intervals", 1991); it takes two seeds.
   */
  public Interval ofOneMore() {
    return around(errorOfOneMore());
  }

  private Interval around(double error) {
    double half = TDistribution.of(size - 1).inverseCumulativeProbability(0.975) * error;
    return new Interval(mean - half, mean + half);
  }

  private double errorOfOneMore() {
    return deviation * Math.sqrt(1 + 1.0 / size);
  }

  /** Returns the p-value of Student's two-sided test that the true mean is this. */
  public double pOfMean(double value) {
    if (deviation == 0) {
      return Math.abs(value - mean) < NO_DEVIATION ? 1 : 0;
    }
    return TTest.withDefaults().withMu(value).test(mean, deviation * deviation, size).getPValue();
  }

  /** Returns the probability that one more run lands as far out as this, or further, on its side. */
  public double tailOfOneMore(double value) {
    if (deviation == 0) {
      return Math.abs(value - mean) < NO_DEVIATION ? 0.5 : 0;
    }
    double t = Math.abs(value - mean) / errorOfOneMore();
    return TDistribution.of(size - 1).survivalProbability(t);
  }
}
