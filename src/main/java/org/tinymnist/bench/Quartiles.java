package org.tinymnist.bench;

import java.util.Collection;

/**
 * The middle of some measurements and their spread.
 *
 * @param low a quarter of them lie below
 * @param median half of them lie below
 * @param high three quarters of them lie below
 */
record Quartiles(double low, double median, double high) {

  /**
   * @param values at least one
   */
  static Quartiles of(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  Quartiles dividedBy(double divisor) {
    return new Quartiles(low / divisor, median / divisor, high / divisor);
  }

  /** Between two measurements, on the line through both. */
  private static double at(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
