package org.tinymnist.analysis;

import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;

/**
 * A metric over several seeds: mean, standard deviation (divisor size - 1), minimum and maximum.
 * All seeds are tested on the same images, so a mean holds for this test set.
 */
public record Sample(double mean, double deviation, int size, double low, double high) {

  /** The least number of seeds that shows how far seeds differ. */
  public static final int ENOUGH = 3;

  /** Stands for a deviation of 0, which no t-test accepts. */
  private static final double LEAST_DEVIATION = 1e-12;

  /** Returns the sample of some values, at least one. */
  public static Sample of(double... values) {
    double deviation = StandardDeviation.of(values).getAsDouble();
    return new Sample(
        Mean.of(values).getAsDouble(),
        Math.max(deviation, LEAST_DEVIATION),
        values.length,
        Arrays.stream(values).min().orElseThrow(),
        Arrays.stream(values).max().orElseThrow());
  }

  public boolean isEnough() {
    return size >= ENOUGH;
  }

  /** Returns the 95 % interval of the mean, by Student's t; requires two seeds. */
  public Interval ofMean() {
    return ofMean(0.025);
  }

  /** Returns the interval of the mean that each side leaves with a probability of {@code tail}. */
  Interval ofMean(double tail) {
    return around(deviation / Math.sqrt(size), tail);
  }

  /**
   * Returns the 95 % prediction interval of one more run: {@code mean ± t deviation sqrt(1 + 1/n)}
   * (Hahn and Meeker, "Statistical Intervals", 1991); requires two seeds.
   */
  public Interval ofOneMore() {
    return around(errorOfOneMore(), 0.025);
  }

  double variance() {
    return deviation * deviation;
  }

  private Interval around(double error, double tail) {
    double half = error * TDistribution.of(size - 1).inverseSurvivalProbability(tail);
    return new Interval(mean - half, mean + half);
  }

  private double errorOfOneMore() {
    return deviation * Math.sqrt(1 + 1.0 / size);
  }

  /** Returns the p-value of Student's two-sided test for this true mean. */
  public double pOfMean(double value) {
    return TTest.withDefaults().withMu(value).test(mean, variance(), size).getPValue();
  }

  /** Returns the probability that one more run is as far out on the same side. */
  public double tailOfOneMore(double value) {
    double t = Math.abs(value - mean) / errorOfOneMore();
    return TDistribution.of(size - 1).survivalProbability(t);
  }
}
