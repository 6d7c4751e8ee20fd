package org.tinymnist.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.tinymnist.analysis.Comparison;
import org.tinymnist.analysis.Interval;
import org.tinymnist.analysis.Sample;
import org.tinymnist.analysis.Series;

/**
 * The final test accuracies of an experiment and its variants, one row each: the coordinates of
 * {@code dots.ftlx}.
 *
 * @param ticks the axis
 * @param guide position of the experiment's mean
 * @param rows the experiment first
 * @param height of the picture
 */
public record DotChart(List<Scale.Tick> ticks, double guide, List<Row> rows, double height) {

  private static final double LEFT = 186;
  private static final double RIGHT = 464;
  private static final double TOP = 44;
  private static final double ROW = 26;

  /**
   * A row.
   *
   * @param name of the experiment
   * @param y the height of its middle
   * @param seeds position of each seed
   * @param mean position of their mean
   * @param low start of its 95 % interval; empty with too few seeds
   * @param high end of that interval
   */
  public record Row(
      String name,
      double y,
      List<Double> seeds,
      double mean,
      Optional<Double> low,
      Optional<Double> high) {}

  static DotChart of(Series base, List<Comparison> variants) {
    List<Series> all =
        Stream.concat(Stream.of(base), variants.stream().map(Comparison::series)).toList();
    var range =
        all.stream()
            .map(Series::finalTestAccuracy)
            .flatMapToDouble(
                sample ->
                    DoubleStream.concat(
                        DoubleStream.of(sample.low(), sample.high()),
                        interval(sample).stream()
                            .flatMapToDouble(i -> DoubleStream.of(i.low(), i.high()))))
            .summaryStatistics();
    Scale x = Scale.ofAccuracy(range.getMin(), range.getMax(), LEFT, RIGHT);
    List<Row> rows = new ArrayList<>();
    for (Series series : all) {
      Sample sample = series.finalTestAccuracy();
      Optional<Interval> interval = interval(sample);
      rows.add(
          new Row(
              series.name(),
              TOP + ROW * (rows.size() + 0.5),
              Arrays.stream(series.accuracies()).mapToObj(x::at).toList(),
              x.at(sample.mean()),
              interval.map(i -> x.at(i.low())),
              interval.map(i -> x.at(i.high()))));
    }
    return new DotChart(
        x.accuracies(52),
        x.at(base.finalTestAccuracy().mean()),
        rows,
        TOP + ROW * rows.size() + 12);
  }

  private static Optional<Interval> interval(Sample sample) {
    return sample.isEnough() ? Optional.of(sample.ofMean()) : Optional.empty();
  }
}
