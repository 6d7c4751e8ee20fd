package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tinymnist.analysis.SampleRuns.ending;
import static org.tinymnist.analysis.SampleRuns.study;

import java.util.List;
import java.util.OptionalDouble;
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
  void equalValuesBreakNoTest() {
    Sample equal = Sample.of(0.99, 0.99, 0.99);
    assertThat(equal.pOfMean(0.99)).isGreaterThan(0.99);
    assertThat(equal.pOfMean(0.98)).isLessThan(1e-6);
    assertThat(equal.tailOfOneMore(0.99)).isCloseTo(0.5, within(0.01));
  }

  @Test
  void aPredictionIsMadeOnTheScaleOfLogOdds() {
    Series series = series(A);
    // As above with a = log(a / (1 - a)), and back
    assertThat(series.prediction().low()).isCloseTo(0.9919207233578511, within(1e-9));
    assertThat(series.prediction().high()).isCloseTo(0.9961387732407838, within(1e-9));
    assertThat(series.pOfEnd(0.9925)).isCloseTo(0.09104474015235041, within(1e-8));
    assertThat(series.endingBelow(0.9942)).isEqualTo(2);
    // Runs that end points apart: the interval of the accuracies themselves is beyond 100 %.
    double[] wide = {0.8633, 0.9449, 0.99, 0.9472};
    assertThat(Sample.of(wide).ofOneMore().high()).isGreaterThan(1);
    assertThat(series(wide).prediction().high()).isLessThan(1);
  }

  private static Series series(double... accuracies) {
    return Series.of(study(ending("model-1-optimized", accuracies))).get(0);
  }

  @Test
  void independentSamplesAreComparedByWelchsTest() {
    Difference difference = Difference.welch(Sample.of(A), Sample.of(B));
    // stats.ttest_ind(a, b, equal_var=False) and its confidence_interval(.95)
    assertThat(difference.p()).isCloseTo(0.7383226202333395, within(1e-9));
    assertThat(difference.mean()).isCloseTo(0.00013, within(1e-12));
    assertThat(difference.interval().low()).isCloseTo(-0.0007576649176314769, within(1e-9));
    assertThat(difference.interval().high()).isCloseTo(0.0010176649176316258, within(1e-9));
  }

  @Test
  void pairsAreComparedByTheirDifferences() {
    double[] differences = {0.0003, -0.0003, 0.0003, 0.0004, 0.0003};
    Sample sample = Sample.of(differences);
    Pairs.Equivalence e = Pairs.Equivalence.of(sample, 0.001);
    // max of ttest_1samp(d, -m, alternative='greater') and (d, m, alternative='less')
    assertThat(e.p()).isCloseTo(0.0015991010761672085, within(1e-9));
    // stats.t.interval(.90, 4, d.mean(), stats.sem(d))
    assertThat(e.interval().low()).isCloseTo(-6.965965869208026e-05, within(1e-9));
    assertThat(e.interval().high()).isCloseTo(0.00046965965869208046, within(1e-9));
    // ttest_rel and its confidence_interval(.95)
    Difference difference = Difference.paired(sample);
    assertThat(difference.p()).isCloseTo(0.1890036584551486, within(1e-7));
    assertThat(difference.interval().high()).isCloseTo(0.0005511956132340069, within(1e-9));
    assertThat(difference.isNot0()).isFalse();
    assertThat(Pairs.Equivalence.of(sample, 0.0004).isShown()).isFalse();
    assertThat(Pairs.Equivalence.of(sample, 0.0004).isRefuted()).isFalse();
    assertThat(Pairs.Equivalence.of(Sample.of(0.002, 0.0021, 0.0022), 0.001).isRefuted()).isTrue();
  }

  @Test
  void holmsCorrectionIsRs() {
    // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    List<Double> corrected =
        Holm.correct(
            List.of(0.01, 0.04, 0.03, 0.005), OptionalDouble::of, (p, q) -> q.getAsDouble());
    double[] expected = {0.03, 0.06, 0.06, 0.02};
    for (int i = 0; i < expected.length; i++) {
      assertThat(corrected.get(i)).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void accuraciesScatterOnTheScaleOfLogOdds() {
    assertThat(Metric.TEST_ACCURACY.toScale(0.9)).isCloseTo(Math.log(9), within(1e-12));
    assertThat(Metric.TEST_LOSS.toScale(Math.E)).isCloseTo(1, within(1e-12));
    assertThat(Metric.TEST_ACCURACY.toScale(1)).isFinite();
    assertThat(Metric.TRAIN_LOSS.toScale(0)).isFinite();
  }
}
