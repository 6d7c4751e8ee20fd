package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/** The expected values are those of SciPy 1.17.1 and R 4, whose calls stand beside them. */
class StatisticsTest {

  private static final double[] A = {0.9943, 0.9935, 0.9941, 0.9953, 0.9947};
  private static final double[] B = {0.9940, 0.9948, 0.9938, 0.9944};

  @Test
  void theMeansIntervalIsStudents() {
    Sample sample = Sample.of(A);
    assertThat(sample.mean()).isCloseTo(0.99438, within(1e-12));
    assertThat(sample.deviation()).isCloseTo(0.0006723094525588416, within(1e-12));
    // stats.t.interval(.95, 4, a.mean(), stats.sem(a))
    assertThat(sample.ofMean().low()).isCloseTo(0.9935452175571056, within(1e-9));
    assertThat(sample.ofMean().high()).isCloseTo(0.9952147824428943, within(1e-9));
    // stats.ttest_1samp(a, 0.994).pvalue
    assertThat(sample.pOfMean(0.994)).isCloseTo(0.2749163574000533, within(1e-7));
  }

  @Test
  void oneMoreRunScattersMoreThanTheMean() {
    Sample sample = Sample.of(A);
    // a.mean() -+ stats.t.ppf(.975, 4) * s with s = a.std(ddof=1) * sqrt(1 + 1/5)
    assertThat(sample.ofOneMore().low()).isCloseTo(0.9923352089686747, within(1e-9));
    assertThat(sample.ofOneMore().high()).isCloseTo(0.9964247910313252, within(1e-9));
    // stats.t.sf((a.mean() - 0.9925) / s, 4)
    assertThat(sample.tailOfOneMore(0.9925)).isCloseTo(0.03156256662817561, within(1e-8));
  }

  @Test
  void equalFiguresBreakNoTest() {
    Sample equal = Sample.of(0.99, 0.99, 0.99);
    assertThat(equal.pOfMean(0.99)).isGreaterThan(0.99);
    assertThat(equal.pOfMean(0.98)).isLessThan(1e-6);
    assertThat(equal.tailOfOneMore(0.99)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void equivalenceIsTwoOneSidedWelchTests() {
    Equivalence e = Equivalence.of(A, B, 0.001);
    // max of ttest_ind(a + m, b, equal_var=False, alternative='greater') and (a - m, ..., 'less')
    assertThat(e.p()).isCloseTo(0.026781283858117823, within(1e-9));
    assertThat(e.difference()).isCloseTo(0.00013, within(1e-12));
    // d -+ stats.t.ppf(.95, df) * se with Welch's df
    assertThat(e.interval().low()).isCloseTo(-0.000580327423727343, within(1e-9));
    assertThat(e.interval().high()).isCloseTo(0.000840327423727492, within(1e-9));
    assertThat(e.isShown()).isTrue();
    assertThat(Equivalence.of(A, B, 0.0008).isShown()).isFalse();
  }

  @Test
  void equalDistributionsAreTestedExactly() {
    double[] x = {0.991, 0.9915, 0.992, 0.9925, 0.993, 0.9935, 0.994};
    double[] y = {0.9932, 0.9938, 0.9942, 0.9946, 0.9951, 0.9955};
    // stats.ks_2samp(x, y, method='exact').pvalue
    assertThat(KolmogorovSmirnovTest.withDefaults().test(x, y).getPValue())
        .isCloseTo(0.038461538461538464, within(1e-9));
  }

  @Test
  void holmsCorrectionIsRs() {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    List<Double> corrected = Holm.correct(List.of(0.01, 0.04, 0.03, 0.005));
    double[] expected = {0.03, 0.06, 0.06, 0.02};
    for (int i = 0; i < expected.length; i++) {
      assertThat(corrected.get(i)).isCloseTo(expected[i], within(1e-12));
    }
    assertThat(Holm.correct(List.of())).isEmpty();
  }

  @Test
  void accuraciesScatterOnTheScaleOfLogOdds() {
    assertThat(Metric.TEST_ACCURACY.toScale(0.9)).isCloseTo(Math.log(9), within(1e-12));
    assertThat(Metric.TEST_LOSS.toScale(Math.E)).isCloseTo(1, within(1e-12));
    assertThat(Metric.TEST_ACCURACY.toScale(1)).isFinite();
    assertThat(Metric.TRAIN_LOSS.toScale(0)).isFinite();
  }
}
