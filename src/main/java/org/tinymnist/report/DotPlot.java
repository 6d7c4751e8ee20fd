package org.tinymnist.report;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tinymnist.report.Drawing.Align;
import org.tinymnist.report.Published.Span;
import org.tinymnist.report.Results.Series;

/**
 * A figure of every experiment, a row each, variants below what they vary: the seeds, their mean
 * with its 95 % interval, and the published figure.
 */
final class DotPlot {
  private static final double NAMES = 250;
  private static final double RIGHT = 24;
  private static final double LABEL = 56;
  private static final double TOP = 34;
  private static final double ROW = 26;
  private static final double INDENT = 14;
  private static final int TEXT = 13;
  private static final int SEED_OPACITY = 90;

  private final Theme theme;
  private final Results results;
  private final Published published;

  DotPlot(Theme theme, Results results, Published published) {
    this.theme = theme;
    this.results = results;
    this.published = published;
  }

  private record Row(Series series, boolean variant, double[] seeds, Optional<Span> published) {}

  /** A mark of the axis: where it is on the axis' scale, and what it says. */
  private record Tick(double at, String label) {}

  /** Draws the final test accuracies, on the scale of {@link ErrorScale}. */
  byte[] finalAccuracy() throws IOException {
    int images = results.data().testImages();
    List<Tick> ticks = new ArrayList<>();
    for (double decade = 1; decade <= 2.0 * images; decade *= 10) {
      for (double at : new double[] {decade, 2 * decade, 5 * decade}) {
        ticks.add(new Tick(Math.log(at), ErrorScale.label(at)));
      }
    }
    return draw(
        rows(
            run -> run.last().testAccuracy(),
            model -> Optional.of(published.finalTestAccuracy(model))),
        accuracy -> Math.log(ErrorScale.imagesPerError(accuracy, images)),
        ticks);
  }

  /** Draws the train accuracy less the test accuracy after the last epoch, in points. */
  byte[] gap() throws IOException {
    List<Tick> ticks = new ArrayList<>();
    for (int points = -100; points <= 100; points++) {
      ticks.add(new Tick(points / 100.0, Format.signed(points)));
    }
    return draw(
        rows(
            run -> run.last().trainAccuracy() - run.last().testAccuracy(),
            model -> published.table(model).stream().reduce((a, last) -> last).map(DotPlot::gap)),
        gap -> gap,
        ticks);
  }

  private static Span gap(Published.Epoch epoch) {
    double gap = epoch.trainAccuracy() - epoch.testAccuracy();
    return new Span(gap, gap);
  }

  private List<Row> rows(
      ToDoubleFunction<RunResult> measured, Function<String, Optional<Span>> figure) {
    List<Row> rows = new ArrayList<>();
    for (Series base : results.series()) {
      Optional<Span> span =
          results.published(base).filter(model -> results.isComparable(base)).flatMap(figure);
      rows.add(new Row(base, false, seeds(base, measured), span));
      for (Series variant : results.variants(base)) {
        rows.add(new Row(variant, true, seeds(variant, measured), span));
      }
    }
    return rows;
  }

  private static double[] seeds(Series series, ToDoubleFunction<RunResult> measured) {
    return series.runs().stream().mapToDouble(measured).toArray();
  }

  private byte[] draw(List<Row> rows, DoubleUnaryOperator scale, List<Tick> all)
      throws IOException {
    DoubleSummaryStatistics range =
        rows.stream()
            .flatMapToDouble(
                row ->
                    DoubleStream.concat(
                        Arrays.stream(row.seeds),
                        Stream.concat(row.published.stream(), interval(row).stream())
                            .flatMapToDouble(s -> DoubleStream.of(s.low(), s.high()))))
            .map(scale)
            .summaryStatistics();
    double margin = Math.max(0.04 * (range.getMax() - range.getMin()), 1e-3);
    double low = range.getMin() - margin;
    double high = range.getMax() + margin;
    double plot = Markdown.PAGE_WIDTH - NAMES - RIGHT;
    DoubleUnaryOperator x = at -> NAMES + (at - low) / (high - low) * plot;
    double bottom = TOP + rows.size() * ROW;
    Drawing drawing = new Drawing(Markdown.PAGE_WIDTH, bottom + TOP);
    double last = Double.NEGATIVE_INFINITY;
    for (Tick tick : all) {
      double at = x.applyAsDouble(tick.at);
      if (tick.at >= low && tick.at <= high && at - last >= LABEL) {
        last = at;
        drawing.line(at, TOP - 6, at, bottom + 4, theme.grid(), 0.6);
        for (double y : new double[] {TOP - 18, bottom + 18}) {
          drawing.text(tick.label, at, y, Align.CENTRE, TEXT, theme.text());
        }
      }
    }
    double y = TOP + ROW / 2;
    for (Row row : rows) {
      draw(drawing, row, value -> x.applyAsDouble(scale.applyAsDouble(value)), y);
      y += ROW;
    }
    return drawing.svg();
  }

  private void draw(Drawing drawing, Row row, DoubleUnaryOperator x, double y) {
    Series base = row.variant ? base(row.series) : row.series;
    Color colour = theme.series(results.series().indexOf(base));
    double left = row.variant ? INDENT : 0;
    drawing.text(row.series.name(), left, y, Align.LEFT, TEXT, theme.text());
    row.published.ifPresent(span -> published(drawing, span, row.variant, x, y));
    for (double seed : row.seeds) {
      drawing.dot(x.applyAsDouble(seed), y, 3, Theme.translucent(colour, SEED_OPACITY));
    }
    interval(row)
        .ifPresent(
            span ->
                drawing.line(
                    x.applyAsDouble(span.low()), y, x.applyAsDouble(span.high()), y, colour, 2.4));
    drawing.dot(x.applyAsDouble(estimate(row).mean()), y, row.variant ? 4.5 : 5.5, colour);
  }

  private Estimate estimate(Row row) {
    return Estimate.of(row.seeds, results.data().testImages());
  }

  /** The 95 % interval of the mean, if there are enough seeds for one. */
  private Optional<Span> interval(Row row) {
    Estimate estimate = estimate(row);
    if (!estimate.hasEnoughSeeds()) {
      return Optional.empty();
    }
    double half = estimate.halfWidth();
    return Optional.of(new Span(estimate.mean() - half, Math.min(1, estimate.mean() + half)));
  }

  /** Marks the published figure, which a line leads down past the variants. */
  private void published(
      Drawing drawing, Span span, boolean variant, DoubleUnaryOperator x, double y) {
    double low = x.applyAsDouble(span.low());
    double high = x.applyAsDouble(span.high());
    if (span.isRange() && !variant) {
      drawing.line(low, y, high, y, theme.text(), 1);
    }
    for (double at : span.isRange() ? new double[] {low, high} : new double[] {low}) {
      if (variant) {
        drawing.line(at, y - ROW + 7, at, y + 6, theme.text(), 0.7);
      } else {
        drawing.diamond(at, y, 6.5, theme.text());
      }
    }
  }

  private Series base(Series variant) {
    return Stream.of(variant.experiment().variantOf())
        .flatMap(name -> results.series().stream().filter(each -> each.name().equals(name)))
        .findFirst()
        .orElseThrow();
  }
}
