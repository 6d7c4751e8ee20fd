package org.tinymnist.analysis;

import java.util.Arrays;

/**
 * The prediction of one more run from the existing ones, on the scale of {@link Metric} so that no
 * limit exceeds 100 %.
 *
 * @param values of the runs, at least two
 */
public record Prediction(Metric metric, double... values) {

  private Sample scaled() {
    return Sample.of(Arrays.stream(values).map(metric::toScale).toArray());
  }

  /** Returns the 95 % prediction interval. */
  public Interval interval() {
    Interval scaled = scaled().ofOneMore();
    return new Interval(metric.fromScale(scaled.low()), metric.fromScale(scaled.high()));
  }

  /** Returns the chance that one more run is as far from the mean as a value, on either side. */
  public double p(double value) {
    return Math.min(1, 2 * scaled().tailOfOneMore(metric.toScale(value)));
  }

  /** Returns how many of the runs are below a value. */
  public long below(double value) {
    return Arrays.stream(values).filter(each -> each < value).count();
  }
}
