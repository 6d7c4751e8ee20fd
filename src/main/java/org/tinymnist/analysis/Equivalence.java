package org.tinymnist.analysis;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two one-sided paired t-tests whether runs differ by less than a margin (Schuirmann 1987).
 *
 * @param difference the mean over the pairs
 * @param interval its 90 % interval, inside the margin if and only if p is below 0.05
 * @param margin the largest difference that does not matter
 * @param p the larger of the two tests' p-values
 */
public record Equivalence(double difference, Interval interval, double margin, double p) {

  /** Returns the result for the differences of at least two pairs. */
  static Equivalence of(Sample differences, double margin) {
    TDistribution t = TDistribution.of(differences.size() - 1);
    double error = differences.deviation() / Math.sqrt(differences.size());
    return new Equivalence(
        differences.mean(),
        differences.ofMean(Holm.LEVEL),
        margin,
        t.survivalProbability((margin - Math.abs(differences.mean())) / error));
  }

  /** Returns whether the difference is shown to be smaller than the margin. */
  public boolean isShown() {
    return p < Holm.LEVEL;
  }

  /** Returns whether the difference is shown to be larger than the margin. */
  public boolean isRefuted() {
    return !interval.meets(new Interval(-margin, margin));
  }
}
