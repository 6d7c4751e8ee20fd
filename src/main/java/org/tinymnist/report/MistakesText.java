package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.bold;
import static org.tinymnist.report.Markdown.escape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tinymnist.report.Markdown.Table;
import org.tinymnist.report.Results.Series;

/** The report's section of what the best model gets wrong. */
final class MistakesText {
  private static final int MOST_PAIRS = 3;

  private final Results results;
  private final DigitSheet digits;

  MistakesText(Results results, DigitSheet digits) {
    this.results = results;
    this.digits = digits;
  }

  String write() {
    Series best = results.best();
    ConfusionMatrix confusion = ConfusionMatrix.of(best);
    int seeds = best.runs().size();
    return """
        ## What the best model gets wrong

        The best model is that of the experiment with the highest test accuracy after the last \
        epoch%s: %s. %s%s

        %s%s%s"""
        .formatted(
            results.hasSeveralSeeds() ? ", the mean over its seeds" : "",
            escape(results.title(best)),
            seeds == 1
                ? "With seed %s it takes %s of %s test images for another digit."
                    .formatted(
                        best.first().seed(),
                        count(confusion.errors()),
                        count(best.first().json().data().testImages()))
                : "Its %s seeds take %s of %s test images each for another digit, %s in all."
                    .formatted(
                        seeds,
                        range(best),
                        count(best.first().json().data().testImages()),
                        count(confusion.errors())),
            frequent(confusion.counts()),
            matrix(confusion, best),
            votes(best),
            pictures(best.first()));
  }

  private static String range(Series series) {
    IntSummaryStatistics errors =
        series.runs().stream().mapToInt(run -> run.errors().size()).summaryStatistics();
    return errors.getMin() == errors.getMax()
        ? count(errors.getMin())
        : "%s to %s".formatted(count(errors.getMin()), count(errors.getMax()));
  }

  /** Names the confusions that happen most often, if any happens twice. */
  private static String frequent(int[][] confusion) {
    record Pair(int label, int predicted, int count) {}
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < confusion.length; label++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        if (label != predicted && confusion[label][predicted] > 1) {
          pairs.add(new Pair(label, predicted, confusion[label][predicted]));
        }
      }
    }
    String named =
        pairs.stream()
            .sorted(Comparator.comparingInt(Pair::count).reversed())
            .limit(MOST_PAIRS)
            .map(pair -> "%s for %s (%s times)".formatted(pair.label, pair.predicted, pair.count))
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "" : " Most often: %s.".formatted(named);
  }

  private static String matrix(ConfusionMatrix confusion, Series best) {
    if (confusion.errors() == 0) {
      return "";
    }
    int[][] counts = confusion.counts();
    Table table =
        new Table()
            .left("Label")
            .right(
                IntStream.range(0, counts.length)
                    .mapToObj(digit -> "as " + digit)
                    .toArray(String[]::new))
            .right("Correct");
    for (int label = 0; label < counts.length; label++) {
      List<String> cells = new ArrayList<>(List.of(bold(Integer.toString(label))));
      for (int predicted = 0; predicted < counts.length; predicted++) {
        int found = counts[label][predicted];
        String cell = found == 0 ? "·" : count(found);
        cells.add(label == predicted ? bold(cell) : cell);
      }
      int all = confusion.images(label);
      cells.add(all == 0 ? Format.NOTHING : percent((double) counts[label][label] / all));
      table.row(cells);
    }
    return ReportText.picture(
            ChartFile.CONFUSION,
            best.runs().size() == 1
                ? "Confusion matrix: the mistakes by label and prediction"
                : "Confusion matrix: the mistakes by label and prediction, summed over the seeds")
        + "\n"
        + Markdown.details("In numbers, right answers included", false, table.toString())
        + "\n";
  }

  private String votes(Series best) {
    Votes votes = Votes.of(best);
    if (!votes.areCast() || !digits.isDrawn()) {
      return "";
    }
    return """
        The test images that more than half of the seeds get wrong: label → what they are taken \
        for, and by how many seeds.

        %s
        """
        .formatted(
            ReportText.picture(
                ChartFile.VOTES,
                "%s that most seeds take for another, with label and votes"
                    .formatted(count(votes.images().size(), "digit"))));
  }

  private String pictures(RunResult run) {
    int errors = run.errors().size();
    int shown = digits.shown().size();
    if (errors == 0) {
      return "";
    }
    if (!digits.isDrawn()) {
      return "There is no picture of these images: %s.\n"
          .formatted(digits.obstacle().orElseThrow());
    }
    return """
        %s of seed %s ([list](%s/seed-%2$s/errors.csv)), the surest first: label → prediction, and \
        how sure the model is of it.

        %s"""
        .formatted(
            shown == errors
                ? "All mistakes"
                : "The %s surest of the %s mistakes".formatted(shown, count(errors)),
            run.seed(),
            run.name(),
            ReportText.picture(
                ChartFile.MISTAKES,
                "%s taken for another, with label, prediction and probability"
                    .formatted(count(shown, "digit"))));
  }
}
