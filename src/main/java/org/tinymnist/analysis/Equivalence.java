package org.tinymnist.analysis;

import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.DataDispersion;
import org.apache.commons.statistics.inference.TTest;

/**
 * Whether two means are equal but for a margin: Schuirmann's two one-sided tests (1987), with
 * Welch's t, which takes no equal variances.
 *
 * @param difference of the means, the first less the second
 * @param interval its 90 % interval, within the margin if and only if p is below 5 %
 * @param margin what difference is of no matter
 * @param p the larger of the two tests' p-values
 */
public record Equivalence(double difference, Interval interval, double margin, double p) {

  /**
   * Returns the result of the tests.
   *
   * @param first two values or more
   * @param second two values or more
   * @param margin above 0
   */
  public static Equivalence of(double[] first, double[] second, double margin) {
    Sample a = Sample.of(first);
    Sample b = Sample.of(second);
    double difference = a.mean() - b.mean();
    TTest welch = TTest.withDefaults().with(DataDispersion.HETEROSCEDASTIC);
    TTest.Result above =
        welch.with(AlternativeHypothesis.GREATER_THAN).withMu(-margin).test(first, second);
    TTest.Result below =
        welch.with(AlternativeHypothesis.LESS_THAN).withMu(margin).test(first, second);
    double error =
        Math.hypot(a.deviation() / Math.sqrt(a.size()), b.deviation() / Math.sqrt(b.size()));
    TDistribution t = TDistribution.of(above.getDegreesOfFreedom());
    double half = error * t.inverseSurvivalProbability(Verdict.LEVEL);
    return new Equivalence(
        difference,
        new Interval(difference - half, difference + half),
        margin,
        Math.max(above.getPValue(), below.getPValue()));
  }

  /** Returns whether the means are equal but for the margin, at a level of 5 %. */
  public boolean isShown() {
    return p < Verdict.LEVEL;
  }

  /** Returns whether the means are shown to differ by more than the margin. */
  public boolean isRefuted() {
    return !interval.meets(new Interval(-margin, margin));
  }
}
