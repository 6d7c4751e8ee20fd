package org.tinymnist.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tinymnist.analysis.Course;
import org.tinymnist.analysis.Figure;
import org.tinymnist.analysis.Findings;
import org.tinymnist.analysis.Findings.Entry;
import org.tinymnist.analysis.Sample;
import org.tinymnist.analysis.Series;

/**
 * An accuracy by epoch: the coordinates of {@code lines.ftlx}.
 *
 * @param x the axis of epochs
 * @param y the axis of accuracies
 * @param bands what is shaded
 * @param lines one a run or mean
 * @param labels the names beside the lines' ends
 */
public record LineChart(
    List<Scale.Tick> x,
    List<Scale.Tick> y,
    List<Line> bands,
    List<Line> lines,
    List<Label> labels) {

  private static final double LEFT = 52;
  private static final double RIGHT = 412;
  private static final double TOP = 66;
  private static final double BOTTOM = 400;
  private static final double LINE_HEIGHT = 17;

  /** More lines than this are not told apart. */
  private static final int MOST_ENTRIES = 6;

  /**
   * A line, or the outline of a band.
   *
   * @param kind {@code own}, {@code original}, {@code pytorch} or {@code band}
   * @param colour of its model, from 0
   * @param points along it
   */
  public record Line(String kind, int colour, List<Point> points) {}

  /** A place on the page. */
  public record Point(double x, double y) {}

  /** A name at the right edge, at a height. */
  public record Label(String text, int colour, double y) {}

  /** A value at each epoch, before the axes are known. */
  private record Values(String kind, int colour, double[] low, double[] high) {}

  /** Returns the chart; empty if no run has a second epoch. */
  static Optional<LineChart> of(Findings findings, Figure figure, Format format) {
    List<Entry> entries = entries(findings);
    int epochs = entries.stream().mapToInt(entry -> entry.series().epochs()).max().orElse(0);
    if (epochs < 2) {
      return Optional.empty();
    }
    List<Values> values = new ArrayList<>();
    List<Label> ends = new ArrayList<>();
    for (Entry entry : entries) {
      int colour = entries.indexOf(entry);
      add(values, entry, figure, colour, findings.isReference());
      String name =
          entry.reproduction().map(r -> format.model(r.model())).orElse(entry.series().name());
      ends.add(new Label(name, colour, entry.series().at(figure, entry.series().epochs()).mean()));
    }
    DoubleSummaryStatistics range =
        values.stream()
            .flatMapToDouble(
                v -> DoubleStream.concat(DoubleStream.of(v.low), DoubleStream.of(v.high)))
            .summaryStatistics();
    Scale x = Scale.ofEpochs(epochs, LEFT, RIGHT);
    Scale y = Scale.ofAccuracy(range.getMin(), range.getMax(), BOTTOM, TOP);
    List<Line> bands = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (Values each : values) {
      List<Point> points = points(each.high, x, y);
      if (each.kind.equals("band")) {
        List<Point> back = points(each.low, x, y);
        Collections.reverse(back);
        points.addAll(back);
        bands.add(new Line(each.kind, each.colour, points));
      } else {
        lines.add(new Line(each.kind, each.colour, points));
      }
    }
    return Optional.of(
        new LineChart(x.epochs(epochs), y.accuracies(22), bands, lines, apart(ends, y)));
  }

  /** The models of the note if there are any, else what there is. */
  private static List<Entry> entries(Findings findings) {
    List<Entry> models =
        findings.entries().stream().filter(entry -> entry.reproduction().isPresent()).toList();
    List<Entry> shown = models.isEmpty() ? findings.entries() : models;
    return shown.stream().limit(MOST_ENTRIES).toList();
  }

  /** A user's few runs are drawn one by one, over the range of the reference's. */
  private static void add(
      List<Values> values, Entry entry, Figure figure, int colour, boolean isReference) {
    int epochs = entry.series().epochs();
    List<Course> runs = entry.series().courses();
    Series shaded = isReference ? entry.series() : entry.reference().orElse(entry.series());
    if (shaded.runs().size() >= Sample.ENOUGH) {
      values.add(
          new Values(
              "band",
              colour,
              values(epochs, epoch -> shaded.at(figure, epoch).low()),
              values(epochs, epoch -> shaded.at(figure, epoch).high())));
    }
    entry
        .reproduction()
        .ifPresent(
            each -> {
              if (!each.pytorch().isEmpty()) {
                add(
                    values,
                    "pytorch",
                    colour,
                    values(epochs, epoch -> each.pytorchAt(figure, epoch).mean()));
              }
              for (Course log : each.logs()) {
                add(values, "original", colour, values(epochs, epoch -> log.at(figure, epoch)));
              }
            });
    if (runs.size() < Sample.ENOUGH) {
      for (Course run : runs) {
        add(values, "own", colour, values(epochs, epoch -> run.at(figure, epoch)));
      }
    } else {
      add(values, "own", colour, values(epochs, epoch -> entry.series().at(figure, epoch).mean()));
    }
  }

  private static void add(List<Values> values, String kind, int colour, double[] line) {
    values.add(new Values(kind, colour, line, line));
  }

  private static double[] values(int epochs, IntToDoubleFunction value) {
    return IntStream.rangeClosed(1, epochs).mapToDouble(value).toArray();
  }

  private static List<Point> points(double[] values, Scale x, Scale y) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      points.add(new Point(x.at(i + 1), y.at(values[i])));
    }
    return points;
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
    return Stream.concat(bands.stream(), lines.stream()).anyMatch(line -> line.kind().equals(kind));
  }
}
