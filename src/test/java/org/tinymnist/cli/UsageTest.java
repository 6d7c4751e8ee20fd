package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  @Test
  void listsTheExperiments() {
    assertThat(Outcome.of("list").out().lines())
        .contains("experiments", "experiments" + File.separator + "ablations")
        .anyMatch(line -> line.matches("  model-3-baseline +Model 3: constant learning rate"))
        .anyMatch(line -> line.startsWith("  model-1-batch-64 "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "run --seeds 3-1",
        "run --jobs 0",
        "run --gpu maybe",
        "evaluate",
        "predict --model m"
      })
  void exitsWithTwoForWrongUsage(String line) {
    Outcome outcome = Outcome.of((Object[]) line.split(" "));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("tiny-mnist: ");
    assertThat(outcome.err().lines()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void showsAStackTraceOnlyWhenVerbose() {
    assertThat(Outcome.of("run", "nosuch").err()).doesNotContain("\tat ");
    assertThat(Outcome.of("--verbose", "run", "nosuch").err()).contains("\tat ");
  }

  @Test
  void helpsAndTellsItsVersion() {
    for (String command : List.of("run", "report", "list", "evaluate", "predict", "doctor")) {
      Outcome help = Outcome.of(command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).startsWith("Usage: tiny-mnist " + command);
    }
    assertThat(Outcome.of("--version").out()).matches("(?s)tiny-mnist \\d+\\.\\d+\\.\\d+.*");
  }
}
