package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tinymnist.analysis.Interval;
import org.tinymnist.analysis.Sample;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.results.RunResult;

class FormatTest {

  private final Format format = new Format();

  @Test
  void accuraciesArePercentages() {
    assertThat(format.percent(0.9948)).isEqualTo("99.48\u00a0%");
    assertThat(format.sample(Sample.of(0.99, 0.991))).isEqualTo("99.05\u00a0±\u00a00.07\u00a0%");
    assertThat(format.range(new Interval(0.985, 1.02)))
        .isEqualTo("98.50\u00a0to\u00a0100.00\u00a0%");
    assertThat(format.whole(0.9999)).isEqualTo(">\u00a099\u00a0%");
  }

  @Test
  void differencesHaveASign() {
    assertThat(format.points(0.0012)).isEqualTo("+0.12");
    assertThat(format.points(-0.0012)).isEqualTo("\u22120.12");
    assertThat(format.points(-0.00001)).isEqualTo("0.00");
  }

  @Test
  void aBoundThatRoundsTo0HasOneDecimalMore() {
    assertThat(format.within(-0.00064, new Interval(-0.00124, -0.00004)))
        .isEqualTo("\u22120.064\u00a0[\u22120.124,\u00a0\u22120.004]");
    assertThat(format.within(-0.00064, new Interval(-0.00124, -0.00006)))
        .isEqualTo("\u22120.06\u00a0[\u22120.12,\u00a0\u22120.01]");
    assertThat(format.p(0.0004)).isEqualTo("<\u00a00.001");
  }

  @Test
  void epochsAreRanges() {
    assertThat(format.epochs(new Interval(4, 4))).isEqualTo("4");
    assertThat(format.epochs(new Interval(18, Double.POSITIVE_INFINITY))).isEqualTo("18–never");
  }

  @Test
  void seedsAreRanges() {
    List<RunResult> runs =
        LongStream.of(1, 2, 3, 7).mapToObj(seed -> SampleRuns.of("a", seed, 0.99)).toList();
    assertThat(format.seeds(runs)).isEqualTo("1 to 3, 7");
  }
}
