package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConstantScheduleTest {

  private static final ConstantSchedule SCHEDULE = new ConstantSchedule(0.001, 0.9);

  @Test
  void givesTheSameRatesInEveryStep() {
    assertThat(SCHEDULE.at(0, 9380)).isEqualTo(new Rates(0.001, 0.9));
    assertThat(SCHEDULE.at(9379, 9380)).isEqualTo(new Rates(0.001, 0.9));
  }

  @Test
  void refusesAStepOutsideTheRun() {
    assertThatThrownBy(() -> SCHEDULE.at(9380, 9380)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
