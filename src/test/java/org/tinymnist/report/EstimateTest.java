package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tinymnist.report.Estimate.Order;
import org.tinymnist.report.Published.Span;

class EstimateTest {
  private static final int IMAGES = 10_000;

  @Test
  void givesMeanAndStandardDeviationOverTheSeeds() {
    Estimate estimate = seeds(0.9945, 0.9947, 0.9938);

    assertThat(estimate.mean()).isCloseTo(0.994333, within(1e-6));
    // statistics.stdev([.9945, .9947, .9938]) in Python.
    assertThat(estimate.deviation()).isCloseTo(0.000472582, within(1e-9));
  }

  @Test
  void takesTheBinomialErrorForTheSpreadOfASingleRun() {
    // sqrt(0.994 * 0.006 / 10000)
    assertThat(seeds(0.994).spread()).isCloseTo(0.000772269, within(1e-9));
  }

  @Test
  void takesTheSeedsDeviationForTheSpreadWhereItIsLarger() {
    assertThat(seeds(0.92, 0.93, 0.94).spread()).isCloseTo(0.01, within(1e-9));
    assertThat(seeds(0.93, 0.93, 0.93).spread()).isCloseTo(0.00255147, within(1e-8));
  }

  @Test
  void leavesTenthsOfAPercentBetweenSingleRunsUndecided() {
    assertThat(seeds(0.9939).clearlyAgainst(seeds(0.9893))).isEqualTo(Order.UNDECIDED);
    assertThat(seeds(0.9893).clearlyAgainst(seeds(0.9939))).isEqualTo(Order.UNDECIDED);
    // Twice the errors, but less than half a point.
    assertThat(seeds(0.9978).clearlyAgainst(seeds(0.9935))).isEqualTo(Order.UNDECIDED);
    // More than half a point, but not twice the errors.
    assertThat(seeds(0.94).clearlyAgainst(seeds(0.92))).isEqualTo(Order.UNDECIDED);
  }

  @Test
  void decidesLargeDifferencesBetweenSingleRuns() {
    assertThat(seeds(0.9939).clearlyAgainst(seeds(0.93))).isEqualTo(Order.HIGHER);
    assertThat(seeds(0.93).clearlyAgainst(seeds(0.9939))).isEqualTo(Order.LOWER);
  }

  @Test
  void comparesWithABoundThatHasNoErrorOfItsOwn() {
    assertThat(Estimate.exactly(0.99).spread()).isLessThan(1e-5);
    assertThat(seeds(0.98).clearlyAgainst(Estimate.exactly(0.99))).isEqualTo(Order.LOWER);
    assertThat(seeds(0.9905).clearlyAgainst(Estimate.exactly(0.99))).isEqualTo(Order.UNDECIDED);
  }

  @Test
  void givesStudentsIntervals() {
    Estimate estimate = seeds(0.9937, 0.9941, 0.9935, 0.9944, 0.9939);

    // scipy.stats.t.interval(0.95, 4, 0.99392, s / sqrt(5)), and with s * sqrt(1 + 1 / 5).
    assertThat(estimate.halfWidth()).isCloseTo(0.0004336945897, within(1e-9));
    assertThat(estimate.halfWidthOfARun()).isCloseTo(0.001062330449, within(1e-9));
  }

  @Test
  void testsTheMeanAndASingleRun() {
    Estimate estimate = seeds(0.9937, 0.9941, 0.9935, 0.9944, 0.9939);

    // scipy.stats.ttest_1samp(seeds, 0.9944).pvalue
    assertThat(estimate.pOfMean(0.9944)).isCloseTo(0.03718828495, within(1e-6));
    // 2 * scipy.stats.t.sf((0.9948 - mean) / (s * sqrt(1 + 1 / 5)), 4), and half of it.
    assertThat(estimate.pOfRun(0.9948)).isCloseTo(0.08294662448, within(1e-6));
    assertThat(estimate.pOfReaching(0.9948)).isCloseTo(0.08294662448 / 2, within(1e-6));
    assertThat(estimate.pOfReaching(0.99392 * 2 - 0.9948))
        .isCloseTo(1 - 0.08294662448 / 2, within(1e-6));
  }

  @Test
  void isCertainOfSeedsThatDoNotScatter() {
    Estimate estimate = seeds(0.99, 0.99, 0.99);

    assertThat(estimate.halfWidth()).isZero();
    assertThat(estimate.pOfMean(0.99)).isEqualTo(1);
    assertThat(estimate.pOfMean(0.991)).isZero();
    assertThat(estimate.pOfRun(0.991)).isZero();
  }

  @Test
  void measuresTheDistanceFromARange() {
    Span range = new Span(0.985, 0.99);

    assertThat(seeds(0.9875).distance(range)).isZero();
    assertThat(seeds(0.992).distance(range)).isCloseTo(0.002, within(1e-12));
    assertThat(seeds(0.98).distance(range)).isCloseTo(-0.005, within(1e-12));
  }

  private static Estimate seeds(double... accuracies) {
    return Estimate.of(accuracies, IMAGES);
  }
}
