package org.tinymnist.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Findings.Entry;
import org.tinymnist.analysis.Metric;
import org.tinymnist.analysis.Sample;
import org.tinymnist.analysis.Series;
import org.tinymnist.analysis.TrainingCurve;

/**
 * An accuracy by epoch: the coordinates of {@code lines.ftlx}.
 *
 * @param x the axis of epochs
 * @param y the axis of accuracies
 * @param lines one per band, run or mean
 * @param labels the names beside the lines' ends
 */
public record LineChart(
    List<Scale.Tick> x, List<Scale.Tick> y, List<Line> lines, List<Label> labels) {

  private static final double LEFT = 52;
  private static final double RIGHT = 412;
  private static final double TOP = 66;
  private static final double BOTTOM = 400;
  private static final String BAND = "band";
  private static final double LINE_HEIGHT = 17;

  /** More lines than this are hard to distinguish. */
  private static final int MOST_ENTRIES = 6;

  /**
   * A line, or the outline of a band.
   *
   * @param kind {@code own}, {@code original} or {@code band}
   * @param colour of its model, from 0
   * @param points along it
   */
  public record Line(String kind, int colour, List<Point> points) {}

  /** A place on the page. */
  public record Point(double x, double y) {}

  /** A name at the right edge, at a height. */
  public record Label(String text, int colour, double y) {}

  /**
   * A value at each epoch, before the axes are known; for a band the maxima, then the minima in
   * reverse.
   */
  private record Values(String kind, int colour, double[] values) {

    Line on(Scale x, Scale y) {
      int epochs = kind.equals(BAND) ? values.length / 2 : values.length;
      return new Line(
          kind,
          colour,
          IntStream.range(0, values.length)
              .mapToObj(i -> new Point(x.at(i < epochs ? i + 1 : 2 * epochs - i), y.at(values[i])))
              .toList());
    }
  }

  /** Returns the chart; empty if no run has a second epoch. */
  static Optional<LineChart> of(Findings findings, Metric metric, Format format) {
    List<Entry> entries = entries(findings);
    int epochs = entries.stream().mapToInt(entry -> entry.series().epochs()).max().orElse(0);
    if (epochs < 2) {
      return Optional.empty();
    }
    List<Values> values = new ArrayList<>();
    List<Label> ends = new ArrayList<>();
    for (Entry entry : entries) {
      Series series = entry.series();
      add(values, entry, metric, ends.size());
      String name = entry.model().map(format::model).orElse(series.name());
      ends.add(new Label(name, ends.size(), series.at(metric, series.epochs()).mean()));
    }
    var range = values.stream().flatMapToDouble(v -> Arrays.stream(v.values)).summaryStatistics();
    Scale x = Scale.ofEpochs(epochs, LEFT, RIGHT);
    Scale y = Scale.ofAccuracy(range.getMin(), range.getMax(), BOTTOM, TOP);
    return Optional.of(
        new LineChart(
            x.epochs(epochs),
            y.accuracies(LINE_HEIGHT),
            values.stream().map(each -> each.on(x, y)).toList(),
            apart(ends, y)));
  }

  /** Returns the models of the note if there are any, otherwise the first experiments. */
  private static List<Entry> entries(Findings findings) {
    List<Entry> models =
        findings.entries().stream().filter(entry -> entry.model().isPresent()).toList();
    List<Entry> shown = models.isEmpty() ? findings.entries() : models;
    return shown.stream().limit(MOST_ENTRIES).toList();
  }

  /** Adds single runs, or the mean of several, over the range of the reference or of the runs. */
  private static void add(List<Values> values, Entry entry, Metric metric, int colour) {
    Series series = entry.series();
    int epochs = series.epochs();
    Series shaded = entry.reference().orElse(series);
    if (shaded.runs().size() >= Sample.ENOUGH) {
      double[] there = values(epochs, epoch -> shaded.at(metric, epoch).high());
      double[] back = values(epochs, epoch -> shaded.at(metric, epochs + 1 - epoch).low());
      double[] around = DoubleStream.concat(Arrays.stream(there), Arrays.stream(back)).toArray();
      values.add(new Values(BAND, colour, around));
    }
    for (TrainingCurve log : entry.logs()) {
      values.add(new Values("original", colour, values(epochs, epoch -> log.at(metric, epoch))));
    }
    if (series.runs().size() < Sample.ENOUGH) {
      for (TrainingCurve run : series.curves()) {
        values.add(new Values("own", colour, values(epochs, epoch -> run.at(metric, epoch))));
      }
    } else {
      double[] mean = values(epochs, epoch -> series.at(metric, epoch).mean());
      values.add(new Values("own", colour, mean));
    }
  }

  private static double[] values(int epochs, IntToDoubleFunction value) {
    return IntStream.rangeClosed(1, epochs).mapToDouble(value).toArray();
  }

  /** Moves labels down until none covers the one above. */
  private static List<Label> apart(List<Label> ends, Scale y) {
    List<Label> labels = new ArrayList<>();
    double above = Double.NEGATIVE_INFINITY;
    for (Label end : ends.stream().sorted(Comparator.comparingDouble(each -> -each.y())).toList()) {
      double at = Math.max(y.at(end.y()), above + LINE_HEIGHT);
      labels.add(new Label(end.text(), end.colour(), at));
      above = at;
    }
    return labels;
  }

  /** Returns whether a kind of line is in the chart. */
  public boolean has(String kind) {
    return lines.stream().anyMatch(line -> line.kind().equals(kind));
  }
}
