package org.tinymnist.analysis;

/**
 * A closed range of values.
 *
 * @param low its lower end
 * @param high its upper end, not below the lower
 */
public record Interval(double low, double high) {

  /** Returns whether a value is in the range, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Returns whether another range has a value in common with this one. */
  public boolean meets(Interval other) {
    return low <= other.high && other.low <= high;
  }

  /** Returns whether every value of this range is in another one. */
  boolean isInside(Interval other) {
    return other.low <= low && high <= other.high;
  }
}
