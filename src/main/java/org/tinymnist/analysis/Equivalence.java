package org.tinymnist.analysis;

import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.TTest;

/**
 * Whether the runs of pairs differ by less than a margin: two one-sided paired t-tests (Schuirmann
 * 1987).
 *
 * @param pairs how many
 * @param difference the mean over the pairs
 * @param interval its 90 % interval, inside the margin if and only if p is below 5 %
 * @param margin the largest difference that does not matter
 * @param p the larger of the two tests' p-values
 */
public record Equivalence(
    int pairs, double difference, Interval interval, double margin, double p) {

  /** Returns the result for the differences of at least two pairs. */
  static Equivalence of(Sample differences, double margin) {
    double half =
        differences.deviation()
            / Math.sqrt(differences.size())
            * TDistribution.of(differences.size() - 1).inverseSurvivalProbability(Holm.LEVEL);
    return new Equivalence(
        differences.size(),
        differences.mean(),
        new Interval(differences.mean() - half, differences.mean() + half),
        margin,
        Math.max(
            p(differences, -margin, AlternativeHypothesis.GREATER_THAN),
            p(differences, margin, AlternativeHypothesis.LESS_THAN)));
  }

  private static double p(Sample differences, double bound, AlternativeHypothesis alternative) {
    return TTest.withDefaults()
        .with(alternative)
        .withMu(bound)
        .test(differences.mean(), differences.variance(), differences.size())
        .getPValue();
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
