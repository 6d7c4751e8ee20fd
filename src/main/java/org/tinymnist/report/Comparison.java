package org.tinymnist.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.inference.BinomialTest;
import org.tinymnist.report.Results.Series;
import org.tinymnist.report.RunResult.Misclassified;

/**
 * Two experiments compared seed by seed: the same seed draws the same first weights and takes the
 * images in the same order.
 *
 * @param difference one figure of the first, less that of the second, over the seeds of both
 */
record Comparison(Estimate difference) {

  /**
   * Differences of accuracy up to here, 0.1 points, count as none where a claim is that of none.
   */
  static final double NEGLIGIBLE = 0.001;

  /** Compares a figure; empty with fewer than {@link Estimate#ENOUGH_SEEDS} seeds in common. */
  static Optional<Comparison> of(Series first, Series second, ToDoubleFunction<RunResult> figure) {
    double[] differences =
        first.runs().stream()
            .filter(run -> second.seed(run.seed()).isPresent())
            .mapToDouble(
                run ->
                    figure.applyAsDouble(run)
                        - figure.applyAsDouble(second.seed(run.seed()).orElseThrow()))
            .toArray();
    return differences.length < Estimate.ENOUGH_SEEDS
        ? Optional.empty()
        : Optional.of(
            new Comparison(Estimate.of(differences, first.first().json().data().testImages())));
  }

  /** Compares the test accuracies after the last epoch. */
  static Optional<Comparison> ofAccuracy(Series first, Series second) {
    return of(first, second, run -> run.last().testAccuracy());
  }

  /** Returns the p-value of the paired t-test that there is no difference. */
  double p() {
    return difference.pOfMean(0);
  }

  double mean() {
    return difference.mean();
  }

  /** Returns the lower end of the difference's 95 % interval. */
  double low() {
    return difference.mean() - difference.halfWidth();
  }

  /** Returns the upper end of the difference's 95 % interval. */
  double high() {
    return difference.mean() + difference.halfWidth();
  }

  /** Returns whether the whole interval lies within {@link #NEGLIGIBLE} of none. */
  boolean isNegligible() {
    return low() > -NEGLIGIBLE && high() < NEGLIGIBLE;
  }

  /**
   * The test images that one of two models gets wrong and the other right.
   *
   * @param onlyFirst images that the first alone gets wrong
   * @param onlySecond likewise the second
   * @param both images that both get wrong
   */
  record Errors(int onlyFirst, int onlySecond, int both) {

    static Errors of(RunResult first, RunResult second) {
      List<Integer> wrong = second.errors().stream().map(Misclassified::index).toList();
      int both =
          (int) first.errors().stream().map(Misclassified::index).filter(wrong::contains).count();
      return new Errors(first.errors().size() - both, second.errors().size() - both, both);
    }

    /** Returns the p-value of McNemar's exact test that both models err equally often. */
    double p() {
      int either = onlyFirst + onlySecond;
      return either == 0 ? 1 : BinomialTest.withDefaults().test(either, onlyFirst, 0.5).getPValue();
    }
  }

  /**
   * Corrects p-values for how many there are (Holm, "A Simple Sequentially Rejective Multiple Test
   * Procedure", 1979): at a level of 5 %, the chance that any of them is taken for a finding while
   * there is none is 5 % at most.
   *
   * @return the corrected values in the order of the given ones
   */
  static double[] holm(double... p) {
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    double highest = 0;
    for (int i = 0; i < sorted.length; i++) {
      highest = Math.max(highest, Math.min(1, (sorted.length - i) * sorted[i]));
      sorted[i] = highest;
    }
    double[] order = p.clone();
    Arrays.sort(order);
    return Arrays.stream(p).map(value -> sorted[Arrays.binarySearch(order, value)]).toArray();
  }
}
