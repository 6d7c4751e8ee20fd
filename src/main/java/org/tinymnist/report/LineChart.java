package org.tinymnist.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Findings.Entry;
import org.tinymnist.analysis.Metric;
import org.tinymnist.analysis.Sample;
import org.tinymnist.analysis.Series;
import org.tinymnist.analysis.TrainingCurve;

/**
 * An accuracy by epoch, as drawn by {@code lines.ftlx}.
 *
 * @param epochs length of the longest line
 * @param lines one per band, run or mean
 * @param labels the names beside the lines' ends
 */
public record LineChart(int epochs, Scale x, Scale y, List<Line> lines, List<Label> labels) {

  private static final double LEFT = 52;
  private static final double RIGHT = 412;
  private static final double TOP = 66;
  private static final double BOTTOM = 400;
  private static final double LINE_HEIGHT = 17;

  /** More lines than this are hard to distinguish. */
  private static final int MOST_ENTRIES = 6;

  /**
   * A line, or a band.
   *
   * @param kind {@code own}, {@code original} or {@code band}
   * @param color of its model, from 0
   * @param values by epoch; the maxima of a band
   * @param low the minima of a band, otherwise empty
   */
  public record Line(String kind, int color, List<Double> values, List<Double> low) {}

  /** A name at the right edge, at a height. */
  public record Label(String text, int color, double y) {}

  /** Returns the chart; empty if no run has a second epoch. */
  static Optional<LineChart> of(Findings findings, Metric metric, Format format) {
    List<Entry> entries = entries(findings);
    int epochs = entries.stream().mapToInt(entry -> entry.series().epochs()).max().orElse(0);
    if (epochs < 2) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    List<Label> ends = new ArrayList<>();
    for (Entry entry : entries) {
      Series series = entry.series();
      add(lines, entry, metric, ends.size());
      String name = entry.model().map(format::model).orElse(series.name());
      ends.add(new Label(name, ends.size(), series.at(metric, series.epochs()).mean()));
    }
    var range =
        lines.stream()
            .flatMap(line -> Stream.of(line.values, line.low))
            .flatMap(List::stream)
            .mapToDouble(value -> value)
            .summaryStatistics();
    Scale y = Scale.ofAccuracy(range.getMin(), range.getMax(), BOTTOM, TOP);
    return Optional.of(
        new LineChart(epochs, Scale.ofEpochs(epochs, LEFT, RIGHT), y, lines, apart(ends, y)));
  }

  /** Returns the models of the note if there are any, otherwise the first experiments. */
  private static List<Entry> entries(Findings findings) {
    List<Entry> models =
        findings.entries().stream().filter(entry -> entry.model().isPresent()).toList();
    List<Entry> shown = models.isEmpty() ? findings.entries() : models;
    return shown.stream().limit(MOST_ENTRIES).toList();
  }

  /** Adds single runs, or the mean of several, over the range of the reference or of the runs. */
  private static void add(List<Line> lines, Entry entry, Metric metric, int color) {
    Series series = entry.series();
    Series shaded = entry.reference().orElse(series);
    int epochs = series.epochs();
    if (shaded.runs().size() >= Sample.ENOUGH) {
      List<Double> high = values(epochs, epoch -> shaded.at(metric, epoch).high());
      List<Double> low = values(epochs, epoch -> shaded.at(metric, epoch).low());
      lines.add(new Line("band", color, high, low));
    }
    for (TrainingCurve log : entry.logs()) {
      lines.add(line("original", color, epochs, epoch -> log.at(metric, epoch)));
    }
    if (series.runs().size() < Sample.ENOUGH) {
      for (TrainingCurve run : series.curves()) {
        lines.add(line("own", color, epochs, epoch -> run.at(metric, epoch)));
      }
    } else {
      lines.add(line("own", color, epochs, epoch -> series.at(metric, epoch).mean()));
    }
  }

  private static Line line(String kind, int color, int epochs, IntToDoubleFunction value) {
    return new Line(kind, color, values(epochs, value), List.of());
  }

  private static List<Double> values(int epochs, IntToDoubleFunction value) {
    return IntStream.rangeClosed(1, epochs).mapToDouble(value).boxed().toList();
  }

  /** Moves labels down until none covers the one above. */
  private static List<Label> apart(List<Label> ends, Scale y) {
    List<Label> labels = new ArrayList<>();
    double above = Double.NEGATIVE_INFINITY;
    for (Label end : ends.stream().sorted(Comparator.comparingDouble(each -> -each.y())).toList()) {
      above = Math.max(y.at(end.y()), above + LINE_HEIGHT);
      labels.add(new Label(end.text(), end.color(), above));
    }
    return labels;
  }

  public boolean has(String kind) {
    return lines.stream().anyMatch(line -> line.kind().equals(kind));
  }
}
