package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.Recipes;
import org.tinymnist.experiment.OneCycle.Anneal;

class OneCycleTest {

  /** The note's settings, with the momentum that PyTorch cycles by default. */
  private static final OneCycle NOTE = Recipes.cycled(0.05, 0.2, Anneal.COS);

  /** The files and settings of src/test/python/one_cycle.py, and the rows it writes to each. */
  static List<Arguments> writtenByPyTorch() {
    return List.of(
        Arguments.of("one_cycle.csv", 20 * 469, NOTE),
        Arguments.of(
            "one_cycle_linear.csv", 301, oneCycle(0.1, 0.25, 25, 1e4, Anneal.LINEAR, 0.8, 0.9)),
        Arguments.of("one_cycle_fixed_momentum.csv", 300, fixed(0.9)),
        // Runs of 1 to 12 steps.
        Arguments.of("one_cycle_short.csv", 12 * 13 / 2, Recipes.cycled(0.05, 0.3, Anneal.COS)));
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

  @Test
  void startsAtThePeakWhereTheClimbHasNoSteps() {
    // 0.2 * 5 - 1 = 0: PyTorch 2.7.1 fails here with a division by zero.
    assertThat(NOTE.at(0, 5)).isEqualTo(new Rates(0.05, 0.85));
    assertThat(NOTE.at(4, 5).learningRate()).isCloseTo(0.05 / 10 / 100, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 9380})
  void refusesAStepOutsideTheRun(long step) {
    assertThatThrownBy(() -> NOTE.at(step, 9380)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static OneCycle oneCycle(
      double maxLr,
      double pctStart,
      double divFactor,
      double finalDivFactor,
      Anneal anneal,
      double base,
      double max) {
    return new OneCycle(
        maxLr,
        pctStart,
        divFactor,
        finalDivFactor,
        anneal,
        true,
        OptionalDouble.of(base),
        OptionalDouble.of(max),
        OptionalDouble.empty());
  }

  private static OneCycle fixed(double momentum) {
    return new OneCycle(
        0.05,
        0.2,
        10,
        100,
        Anneal.COS,
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(momentum));
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
