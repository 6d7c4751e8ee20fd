package org.tinymnist.analysis;

import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/**
 * A difference of two means.
 *
 * @param mean the first mean minus the second
 * @param interval its 95 % interval
 * @param p p-value of the two-sided test for a difference of 0
 */
public record Difference(double mean, Interval interval, double p) {

  /** A difference below 0.1 points, ten test images, is negligible. */
  static final double NEGLIGIBLE = 0.001;

  /** Returns the difference of two independent samples by Welch's t-test. */
  static Difference welch(Sample first, Sample second) {
    TTest.Result test =
        TTest.withDefaults()
            .with(DataDispersion.HETEROSCEDASTIC)
            .test(
                first.mean(),
                first.variance(),
                first.size(),
                second.mean(),
                second.variance(),
                second.size());
    double error = Math.sqrt(first.variance() / first.size() + second.variance() / second.size());
    TDistribution t = TDistribution.of(test.getDegreesOfFreedom());
    double mean = first.mean() - second.mean();
    double half = error * t.inverseSurvivalProbability(0.025);
    return new Difference(mean, new Interval(mean - half, mean + half), test.getPValue());
  }

  /** Returns the mean difference of pairs by Student's paired t-test. */
  static Difference paired(Sample differences) {
    return new Difference(differences.mean(), differences.ofMean(), differences.pOfMean(0));
  }

  Difference reversed() {
    return new Difference(-mean, new Interval(-interval.high(), -interval.low()), p);
  }

  /** Returns whether the interval excludes 0. */
  public boolean isNot0() {
    return interval.low() > 0 || interval.high() < 0;
  }

  /** Returns whether the interval excludes a difference of 0.1 points or more either way. */
  boolean isNegligible() {
    return interval.low() > -NEGLIGIBLE && interval.high() < NEGLIGIBLE;
  }
}
