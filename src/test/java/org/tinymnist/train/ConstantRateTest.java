package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConstantRateTest {

  private static final ConstantRate SCHEDULE = new ConstantRate(0.001, 0.9);

  @Test
  void givesTheSameRatesInEveryStep() {
    assertThat(SCHEDULE.at(0, 9380)).isEqualTo(new Rates(0.001, 0.9));
    assertThat(SCHEDULE.at(9379, 9380)).isEqualTo(new Rates(0.001, 0.9));
  }

  @Test
  void refusesAStepOutsideTheRun() {
    assertThatThrownBy(() -> SCHEDULE.at(9380, 9380))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step: 9380, expected an integer in [0, 9379]");
  }

  @Test
  void describesItselfInOneLine() {
    assertThat(SCHEDULE.describe()).isEqualTo("constant: learning rate 0.001, momentum 0.9");
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> new ConstantRate(Double.POSITIVE_INFINITY, 0))
        .hasMessage("learning_rate: Infinity, expected a number in (0, 100]");
    assertThatThrownBy(() -> new ConstantRate(0.001, -0.5))
        .hasMessage("momentum: -0.5, expected a number in [0, 1)");
  }
}
