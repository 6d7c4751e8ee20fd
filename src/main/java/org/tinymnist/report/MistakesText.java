package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.percent;
import static org.tinymnist.report.Markdown.bold;
import static org.tinymnist.report.Markdown.escape;

import java.util.ArrayList;
import java.util.Comparator;
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
    RunResult run = best.first();
    int images = run.json().data().testImages();
    return """
        ## What the best model gets wrong

        The best model is that of the experiment with the highest test accuracy after the last \
        epoch%s: %s, %s. It takes %s of %s test images for another digit%s.%s

        %s
        %s"""
        .formatted(
            results.hasSeveralSeeds()
                ? " (the mean over its seeds), in the run of its lowest seed"
                : "",
            escape(results.title(best)),
            "seed " + run.json().seed(),
            count(run.errors().size()),
            count(images),
            run.errors().isEmpty()
                ? ""
                : " ([list](%s/seed-%s/errors.csv))".formatted(run.name(), run.json().seed()),
            frequent(run),
            matrix(run),
            pictures(run));
  }

  /** Names the confusions that happen most often, if any happens twice. */
  private static String frequent(RunResult run) {
    record Pair(int label, int predicted, int count) {}
    int[][] confusion = run.confusion();
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
    return named.isEmpty() ? "" : " Most often it takes %s.".formatted(named);
  }

  private static String matrix(RunResult run) {
    int[][] confusion = run.confusion();
    List<Integer> counts = run.json().data().testLabelCounts();
    Table table =
        new Table()
            .left("Label")
            .right(
                IntStream.range(0, confusion.length)
                    .mapToObj(digit -> "as " + digit)
                    .toArray(String[]::new))
            .right("Correct");
    for (int label = 0; label < confusion.length; label++) {
      List<String> cells = new ArrayList<>(List.of(bold(Integer.toString(label))));
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        int found = confusion[label][predicted];
        String cell = found == 0 ? "·" : count(found);
        cells.add(label == predicted ? bold(cell) : cell);
      }
      int all = counts.get(label);
      cells.add(all == 0 ? Format.NOTHING : percent((double) confusion[label][label] / all));
      table.row(cells);
    }
    return table.toString();
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
        %s, the surest first: label → prediction, and how sure the model is of it.

        %s"""
        .formatted(
            shown == errors
                ? "All of them"
                : "The %s surest of the %s".formatted(shown, count(errors)),
            ReportText.picture(
                ChartFile.MISTAKES,
                "%s taken for another, with label, prediction and probability"
                    .formatted(count(shown, "digit"))));
  }
}
