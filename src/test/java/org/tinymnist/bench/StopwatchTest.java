package org.tinymnist.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Phaser;
import org.junit.jupiter.api.Test;
import org.tinymnist.train.Rates;

class StopwatchTest {

  @Test
  void takesABlockOfStepsAtATimeAfterTwoToWarmUp() {
    // 469 steps: 16 blocks of 29.
    assertThat(blocks(469, 1)).isEqualTo(14);
  }

  @Test
  void takesStepsThatEndTogetherAsOneBlock() {
    // 469 steps in calls of 67: seven blocks.
    assertThat(blocks(469, 67)).isEqualTo(5);
  }

  @Test
  void refusesToMeasureTooFewSteps() {
    assertThatThrownBy(() -> new Stopwatch(15, 1, new Phaser(1)))
        .hasMessage("15 steps an epoch, expected 16 or more to measure");
  }

  private static int blocks(int steps, int stepsPerCall) {
    Stopwatch stopwatch = new Stopwatch(steps, stepsPerCall, new Phaser(1));
    for (int step = 1; step <= steps; step++) {
      stopwatch.step(1, step, new Rates(0.05, 0.9), 0.1, 0.99);
    }
    return stopwatch.milliseconds(stopwatch.end()).size();
  }
}
