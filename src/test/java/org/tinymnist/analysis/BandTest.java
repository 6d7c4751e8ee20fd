package org.tinymnist.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tinymnist.results.EpochMetrics;

class BandTest {

  private static final List<EpochMetrics> LOG = SampleRuns.log("model-1");

  @Test
  void theLimitsAreBonferronis() {
    Sample scaled =
        Sample.of(
            curves(10, 0).stream()
                .mapToDouble(c -> Metric.TEST_LOSS.toScale(c.at(Metric.TEST_LOSS, 3)))
                .toArray());
    // SciPy: stats.t.ppf(1 - 0.05 / (2 * 80), 9)
    double half = 5.123528624372532 * scaled.deviation() * Math.sqrt(1.1);
    Band band = Band.of(curves(10, 0)).orElseThrow();
    double within = Math.exp(scaled.mean() + 0.999 * half);
    double beyond = Math.exp(scaled.mean() + 1.001 * half);
    Band.Outside outside = new Band.Outside(Metric.TEST_LOSS, 3, true);
    assertThat(band.check(withTestLoss(within)).outside()).doesNotContain(outside);
    assertThat(band.check(withTestLoss(beyond)).outside()).contains(outside);
  }

  private static TrainingCurve withTestLoss(double loss) {
    List<EpochMetrics> epochs = new ArrayList<>(LOG);
    EpochMetrics e = epochs.get(2);
    epochs.set(2, SampleRuns.tested(e, loss, e.testAccuracy()));
    return new TrainingCurve("", epochs);
  }

  @Test
  void oneMoreRunLiesWithinInAtLeast95Of100Cases() {
    int inside = 0;
    for (int study = 0; study < 400; study++) {
      Band band = Band.of(curves(10, 100L * study)).orElseThrow();
      TrainingCurve further =
          new TrainingCurve("further", SampleRuns.near(LOG, 100L * study + 50, 0));
      inside += band.check(further).isInside() ? 1 : 0;
    }
    // Of 400, 369 and more are within two standard errors of 95 %; Bonferroni errs upwards.
    assertThat(inside).isBetween(369, 399);
  }

  @Test
  void namesWhereACurveLeavesIt() {
    Band band = Band.of(curves(10, 0)).orElseThrow();
    List<EpochMetrics> epochs = new ArrayList<>(SampleRuns.near(LOG, 77, 0));
    EpochMetrics e = epochs.get(4);
    epochs.set(4, SampleRuns.tested(e, e.testLoss(), 0.5));
    Band.Check check = band.check(new TrainingCurve("odd", epochs));
    assertThat(check.isInside()).isFalse();
    assertThat(check.outside()).containsExactly(new Band.Outside(Metric.TEST_ACCURACY, 5, false));
    assertThat(check.p()).isLessThan(1e-4);
  }

  @Test
  void takesThreeRuns() {
    assertThat(Band.of(curves(2, 0))).isEmpty();
    assertThat(Band.of(curves(3, 0))).isPresent();
  }

  private static List<TrainingCurve> curves(int runs, long first) {
    return LongStream.range(first, first + runs)
        .mapToObj(seed -> new TrainingCurve("" + seed, SampleRuns.near(LOG, seed, 0)))
        .toList();
  }
}
