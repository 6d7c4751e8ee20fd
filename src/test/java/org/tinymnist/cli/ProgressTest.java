package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tinymnist.Recipes;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.train.Trainer;

class ProgressTest {

  private static final Rates RATES = new Rates(0.05, 0.85);

  private final Run first = new Run(Recipes.experiment("a-1", Recipes.model1(4)), 1);
  private final Run second = new Run(Recipes.experiment("b", Recipes.model1(4)), 2);
  private final StringWriter out = new StringWriter();

  private Progress progress(boolean terminal) {
    return new Progress(new PrintWriter(out), terminal, List.of(first, second));
  }

  @Test
  void printsAnEpochAsALine() {
    Trainer.Listener listener = progress(false).started(first, 1);
    listener.step(1, 1, RATES, 0.25, 0.9);
    listener.epoch(new EpochMetrics(1, 0.05, 0.85, 0.25, 0.9, 0.125, 0.95));
    assertThat(out.toString())
        .startsWith(
            "a-1, seed 1: 4 epoch(s) of 1 steps\n"
                + "a-1, seed 1: epoch 1/4, rate 0.05000, momentum 0.850, train loss 0.2500,"
                + " accuracy 90.00 %, test loss 0.1250, accuracy 95.00 %; 0 of 2 runs done, about ")
        .endsWith(" left\n");
  }

  @Test
  void redrawsALineForEachRunOnATerminal() {
    Progress progress = progress(true);
    Trainer.Listener listener = progress.started(first, 1);
    progress.started(second, 1);
    listener.step(1, 1, RATES, 0.25, 0.9);
    listener.step(2, 1, RATES, 0.25, 0.95);
    listener.epoch(new EpochMetrics(2, 0.05, 0.85, 0.25, 0.9, 0.125, 0.9625));
    out.getBuffer().setLength(0);
    progress.note(first, "a note");
    String bars =
        """
        a-1                         1 [######------]  3/4  train 95.00 %  test 96.25 %
        b                           2 [------------]  1/4  train 0.00 %
        0 of 2 runs done, about\s\
        """;
    assertThat(out.toString()).contains("\033[Ja-1, seed 1: a note\n\033[?7l" + bars);
    out.getBuffer().setLength(0);
    progress.failed(first, new IllegalStateException("why"));
    assertThat(out.toString())
        .startsWith("\033[3A\033[Ja-1, seed 1: failed: why\n\033[?7lb   ")
        .endsWith(" left\n\033[?7h");
    out.getBuffer().setLength(0);
    progress.ended(second, "written to b");
    assertThat(out).hasToString("\033[2A\033[Jb, seed 2: written to b\n\033[?7l\033[?7h");
    assertThat(bars.lines()).allMatch(line -> line.length() <= 79);
  }
}
