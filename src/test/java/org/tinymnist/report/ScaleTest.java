package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void errorRatesOfOneRatioAreEquallyFarApart() {
    Scale scale = Scale.ofAccuracy(0.5, 0.999, 400, 60);
    double first = scale.at(0.9) - scale.at(0.99);
    assertThat(scale.at(0.99) - scale.at(0.999)).isCloseTo(first, within(0.2));
    assertThat(scale.at(1)).isFinite();
  }

  @Test
  void anAxisHasRoundMarksThatAreApart() {
    for (double[] range : new double[][] {{0.1, 0.9955}, {0.9905, 0.9955}, {0.99, 0.99}}) {
      Scale scale = Scale.ofAccuracy(range[0], range[1], 186, 464);
      List<Scale.Tick> ticks = scale.accuracies(52);
      assertThat(ticks).hasSizeBetween(1, 6);
      for (int i = 1; i < ticks.size(); i++) {
        assertThat(ticks.get(i).at() - ticks.get(i - 1).at()).isGreaterThanOrEqualTo(52);
      }
    }
    assertThat(Scale.ofAccuracy(0.9905, 0.9955, 186, 464).accuracies(52))
        .extracting(Scale.Tick::label)
        .contains("99.1 %", "99.5 %");
  }

  @Test
  void epochsAreElevenMarksAtMost() {
    assertThat(Scale.ofEpochs(20, 0, 100).epochs(20))
        .extracting(Scale.Tick::label)
        .containsExactly("2", "4", "6", "8", "10", "12", "14", "16", "18", "20");
    for (int epochs : new int[] {2, 7, 33, 100, 4999, 10_000}) {
      assertThat(Scale.ofEpochs(epochs, 0, 100).epochs(epochs)).hasSizeBetween(2, 11);
    }
  }
}
