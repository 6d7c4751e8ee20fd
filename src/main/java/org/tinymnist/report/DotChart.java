package org.tinymnist.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tinymnist.analysis.Comparison;
import org.tinymnist.analysis.Interval;
import org.tinymnist.analysis.Sample;
import org.tinymnist.analysis.Series;

/**
 * The final test accuracies of an experiment and its variants, as drawn by {@code dots.ftlx}.
 *
 * @param rows the experiment first
 */
public record DotChart(Scale x, List<Series> rows) {

  private static final double LEFT = 186;
  private static final double RIGHT = 464;

  static DotChart of(Series base, List<Comparison> variants) {
    List<Series> rows =
        Stream.concat(Stream.of(base), variants.stream().map(Comparison::series)).toList();
    var range = rows.stream().flatMapToDouble(DotChart::extent).summaryStatistics();
    return new DotChart(Scale.ofAccuracy(range.getMin(), range.getMax(), LEFT, RIGHT), rows);
  }

  /** Returns the range of the seeds, and the 95 % interval of their mean if there are enough. */
  private static DoubleStream extent(Series series) {
    Sample sample = series.finalTestAccuracy();
    Interval mean = sample.isEnough() ? sample.ofMean() : new Interval(sample.low(), sample.high());
    return DoubleStream.of(sample.low(), sample.high(), mean.low(), mean.high());
  }
}
