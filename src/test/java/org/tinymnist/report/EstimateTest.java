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
    assertThat(seeds(0.9939).against(seeds(0.9893))).isEqualTo(Order.UNDECIDED);
    assertThat(seeds(0.9893).against(seeds(0.9939))).isEqualTo(Order.UNDECIDED);
    // Twice the errors, but less than half a point.
    assertThat(seeds(0.9978).against(seeds(0.9935))).isEqualTo(Order.UNDECIDED);
    // More than half a point, but not twice the errors.
    assertThat(seeds(0.94).against(seeds(0.92))).isEqualTo(Order.UNDECIDED);
  }

  @Test
  void decidesLargeDifferencesBetweenSingleRuns() {
    assertThat(seeds(0.9939).against(seeds(0.93))).isEqualTo(Order.HIGHER);
    assertThat(seeds(0.93).against(seeds(0.9939))).isEqualTo(Order.LOWER);
  }

  @Test
  void decidesTenthsOfAPercentWithEnoughSeeds() {
    Estimate high = seeds(0.9939, 0.9941, 0.9937);
    Estimate low = seeds(0.9893, 0.9890, 0.9897);

    assertThat(high.against(low)).isEqualTo(Order.HIGHER);
    assertThat(low.against(high)).isEqualTo(Order.LOWER);
    assertThat(high.against(seeds(0.9893))).isEqualTo(Order.UNDECIDED);
  }

  @Test
  void leavesSeedsThatScatterMoreThanTheyDifferUndecided() {
    assertThat(seeds(0.90, 0.93, 0.96).against(seeds(0.88, 0.92, 0.95))).isEqualTo(Order.UNDECIDED);
  }

  @Test
  void comparesWithABoundThatHasNoErrorOfItsOwn() {
    assertThat(Estimate.exactly(0.99).standardError()).isLessThan(1e-9);
    assertThat(seeds(0.9945, 0.9943, 0.9944).against(Estimate.exactly(0.99)))
        .isEqualTo(Order.HIGHER);
    assertThat(seeds(0.9905, 0.9903, 0.9904).against(Estimate.exactly(0.99)))
        .isEqualTo(Order.UNDECIDED);
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
