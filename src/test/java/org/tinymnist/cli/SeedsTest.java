package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SeedsTest {

  private static Seeds convert(String text) {
    return Seeds.of(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3       | [3]",
        "1 3     | [1, 3]",
        "'1, 3 ' | [1, 3]",
        "1-3,7   | [1, 2, 3, 7]",
        "5 1-2 2 | [5, 1, 2]"
      })
  void areOneOrAListOfSeedsAndRanges(String text, String seeds) {
    assertThat(convert(text).values()).hasToString(seeds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "x", "-1", "3-1", "1-1001", "1-600 1001-1600", "1;2", "1-2-3"})
  void areRefusedInOneLine(String text) {
    assertThatThrownBy(() -> convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(
            "'" + text + "', expected seeds and ranges such as 1,3 or 1-10, at most 1000 seeds");
  }
}
