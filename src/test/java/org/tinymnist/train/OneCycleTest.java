package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.train.OneCycle.Anneal;
import org.tinymnist.train.OneCycle.Momentum.Cycled;
import org.tinymnist.train.OneCycle.Momentum.Fixed;

class OneCycleTest {

  /** The note's settings, with the momentum that PyTorch cycles by default. */
  private static final OneCycle NOTE =
      new OneCycle(0.05, 0.2, 10, 100, Anneal.COS, new Cycled(0.85, 0.95));

  /** The files and settings of src/test/python/one_cycle.py, and the rows it writes to each. */
  static List<Arguments> writtenByPyTorch() {
    return List.of(
        Arguments.of("one_cycle.csv", 20 * 469, NOTE),
        Arguments.of(
            "one_cycle_linear.csv",
            301,
            new OneCycle(0.1, 0.25, 25, 1e4, Anneal.LINEAR, new Cycled(0.8, 0.9))),
        Arguments.of(
            "one_cycle_fixed_momentum.csv",
            300,
            new OneCycle(0.05, 0.2, 10, 100, Anneal.COS, new Fixed(0.9))),
        // Runs of 1 to 12 steps.
        Arguments.of(
            "one_cycle_short.csv",
            12 * 13 / 2,
            new OneCycle(0.05, 0.3, 10, 100, Anneal.COS, new Cycled(0.85, 0.95))));
  }

  @ParameterizedTest
  @MethodSource("writtenByPyTorch")
  void givesEveryStepTheRatesThatPyTorchGives(String file, int rows, OneCycle schedule)
      throws IOException {
    List<CSVRecord> steps = reference(file);

    assertThat(steps).hasSize(rows);
    assertThat(steps)
        .allSatisfy(
            step -> {
              Rates rates =
                  schedule.at(
                      Long.parseLong(step.get("step")), Long.parseLong(step.get("total_steps")));
              assertSame(rates.learningRate(), Double.parseDouble(step.get("learning_rate")));
              assertSame(rates.momentum(), Double.parseDouble(step.get("momentum")));
            });
  }

  /** Both sides compute in doubles, so that only rounding differs. */
  private static void assertSame(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-12 * expected));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.2, 0.5, 0.9, 1 - 1e-16})
  void staysBetweenItsEndsInRunsOfAnyLength(double pctStart) {
    OneCycle schedule = new OneCycle(0.05, pctStart, 10, 100, Anneal.COS, new Cycled(0.85, 0.95));

    for (int totalSteps = 1; totalSteps <= 40; totalSteps++) {
      for (int step = 0; step < totalSteps; step++) {
        Rates rates = schedule.at(step, totalSteps);
        // 0.05 / 10 / 100 is the last rate, the lowest there is.
        assertThat(rates.learningRate()).isBetween(0.05 / 10 / 100 - 1e-15, 0.05);
        assertThat(rates.momentum()).isBetween(0.85, 0.95);
      }
    }
  }

  @Test
  void startsAtThePeakWhereTheClimbHasNoSteps() {
    // 0.2 * 5 - 1 = 0: PyTorch 2.7.1 fails here with a division by zero.
    assertThat(NOTE.at(0, 5)).isEqualTo(new Rates(0.05, 0.85));
    assertThat(NOTE.at(4, 5).learningRate()).isCloseTo(0.05 / 10 / 100, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 9380})
  void refusesAStepOutsideTheRun(long step) {
    assertThatThrownBy(() -> NOTE.at(step, 9380))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step: %d, expected an integer in [0, 9379]", step);
  }

  @Test
  void describesItselfInOneLine() {
    assertThat(NOTE.describe())
        .isEqualTo(
            "OneCycleLR: learning rate 0.005 -> 0.05 (20 % of the steps) -> 0.00005, cos;"
                + " momentum 0.95 -> 0.85 -> 0.95");
    assertThat(new OneCycle(0.1, 1.0 / 3, 30, 1, Anneal.LINEAR, new Fixed(0)).describe())
        .isEqualTo(
            "OneCycleLR: learning rate 0.003333 -> 0.1 (33.33 % of the steps) -> 0.003333, linear;"
                + " momentum 0");
  }

  @Test
  void refusesValuesOutOfRange() {
    Cycled momentum = new Cycled(0.85, 0.95);
    assertThatThrownBy(() -> new OneCycle(0, 0.2, 10, 100, Anneal.COS, momentum))
        .hasMessage("max_lr: 0.0, expected a number in (0, 100]");
    assertThatThrownBy(() -> new OneCycle(0.05, 1, 10, 100, Anneal.COS, momentum))
        .hasMessage("pct_start: 1.0, expected a number in (0, 1)");
    assertThatThrownBy(() -> new OneCycle(0.05, 0.2, 0.5, 100, Anneal.COS, momentum))
        .hasMessage("div_factor: 0.5, expected a number in [1, 1000000000]");
    assertThatThrownBy(() -> new OneCycle(0.05, 0.2, 10, Double.NaN, Anneal.COS, momentum))
        .hasMessage("final_div_factor: NaN, expected a number in [1, 1000000000]");
    assertThatThrownBy(() -> new Cycled(-0.1, 0.95))
        .hasMessage("base_momentum: -0.1, expected a number in [0, 1)");
    assertThatThrownBy(() -> new Cycled(0.95, 0.85))
        .hasMessage("max_momentum: 0.85, expected a number in [0.95, 1)");
    assertThatThrownBy(() -> new Fixed(1)).hasMessage("momentum: 1.0, expected a number in [0, 1)");
  }

  private static List<CSVRecord> reference(String file) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader =
            new InputStreamReader(
                OneCycleTest.class.getResourceAsStream("/reference/" + file),
                StandardCharsets.UTF_8);
        CSVParser parser = format.parse(reader)) {
      return parser.getRecords();
    }
  }
}
