package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
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

  private static final OptionalDouble NONE = OptionalDouble.empty();

  /** The files and settings of src/test/python/one_cycle.py, and the rows it writes to each. */
  static List<Arguments> writtenByPyTorch() {
    OptionalDouble low = OptionalDouble.of(0.8);
    OptionalDouble high = OptionalDouble.of(0.9);
    OneCycle linear = new OneCycle(0.1, 0.25, 25, 1e4, Anneal.LINEAR, true, low, high, NONE);
    OneCycle fixed =
        new OneCycle(0.05, 0.2, 10, 100, Anneal.COS, false, NONE, NONE, OptionalDouble.of(0.9));
    return List.of(
        Arguments.of("one_cycle.csv", 20 * 469, NOTE),
        Arguments.of("one_cycle_linear.csv", 301, linear),
        Arguments.of("one_cycle_fixed_momentum.csv", 300, fixed),
        // Runs of 1 to 12 steps.
        Arguments.of("one_cycle_short.csv", 12 * 13 / 2, Recipes.cycled(0.05, 0.3, Anneal.COS)));
  }

  @ParameterizedTest
  @MethodSource("writtenByPyTorch")
  void givesEveryStepTheRatesThatPyTorchGives(String file, int rows, OneCycle schedule)
      throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/reference", file));

    assertThat(lines)
        .hasSize(1 + rows)
        .first()
        .isEqualTo("total_steps,step,learning_rate,momentum");
    for (String line : lines.subList(1, lines.size())) {
      String[] row = line.split(",");
      Rates rates = schedule.at(Long.parseLong(row[1]), Long.parseLong(row[0]));
      assertSame(rates.learningRate(), Double.parseDouble(row[2]));
      assertSame(rates.momentum(), Double.parseDouble(row[3]));
    }
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
}
