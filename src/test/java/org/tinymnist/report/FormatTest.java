package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tinymnist.report.Published.Span;

class FormatTest {

  @Test
  void writesAccuraciesAsPercentagesWithTwoDecimals() {
    assertThat(Format.percent(0.9944)).isEqualTo("99.44\u00a0%");
    assertThat(Format.percent(1)).isEqualTo("100.00\u00a0%");
    assertThat(Format.percent(Estimate.of(new double[] {0.99, 0.992}, 1000)))
        .isEqualTo("99.10\u00a0±\u00a00.14\u00a0%");
    assertThat(Format.percent(new Span(0.985, 0.99))).isEqualTo("98.5\u00a0to\u00a099.0\u00a0%");
  }

  @Test
  void neverRoundsAProbabilityUpToCertainty() {
    assertThat(Format.wholePercent(0.9999)).isEqualTo(">\u00a099\u00a0%");
    assertThat(Format.wholePercent(1)).isEqualTo("100\u00a0%");
    assertThat(Format.wholePercent(0.356)).isEqualTo("36\u00a0%");
  }

  @Test
  void writesDifferencesWithTheirSignAndNothingAsNothing() {
    assertThat(Format.points(0.0123)).isEqualTo("+1.23");
    assertThat(Format.points(-0.0123)).isEqualTo("−1.23");
    assertThat(Format.points(-0.000001)).isEqualTo("0.00");
    assertThat(Format.lossDifference(-0.0004)).isEqualTo("−0.0004");
    assertThat(Format.lossDifference(0.00001)).isEqualTo("0.0000");
  }

  @Test
  void writesNumbersWithoutNeedlessZeros() {
    assertThat(Format.number(0.05)).isEqualTo("0.05");
    assertThat(Format.number(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(Format.number(20)).isEqualTo("20");
    assertThat(Format.number(0)).isEqualTo("0");
    assertThat(Format.number(5e-5)).isEqualTo("5e-05");
    assertThat(Format.number(1.25e-7)).isEqualTo("1.25e-07");
    assertThat(Format.number(23.5)).isEqualTo("23.5");
  }

  @Test
  void roundsTimes() {
    assertThat(Format.duration(3.14)).isEqualTo("3.1\u00a0s");
    assertThat(Format.duration(59.4)).isEqualTo("59\u00a0s");
    assertThat(Format.duration(59.6)).isEqualTo("1\u00a0min\u00a00\u00a0s");
    assertThat(Format.duration(125.2)).isEqualTo("2\u00a0min\u00a05\u00a0s");
    assertThat(Format.duration(3599.8)).isEqualTo("1\u00a0h\u00a00\u00a0min");
    assertThat(Format.duration(7290)).isEqualTo("2\u00a0h\u00a02\u00a0min");
  }

  @Test
  void writesEpochsAsOneARangeOrNever() {
    assertThat(Format.epochs(4, 4)).isEqualTo("4");
    assertThat(Format.epochs(8, 10)).isEqualTo("8–10");
    assertThat(Format.epochs(18, Double.POSITIVE_INFINITY)).isEqualTo("18–never");
    assertThat(Format.epochs(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY))
        .isEqualTo("never");
  }
}
