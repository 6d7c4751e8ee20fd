package org.tinymnist.analysis;

/** A closed range of values. */
public record Interval(double low, double high) {

  /** Returns whether a value is in the range, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Returns whether two ranges overlap. */
  public boolean meets(Interval other) {
    return low <= other.high && other.low <= high;
  }

  boolean isInside(Interval other) {
    return other.low <= low && high <= other.high;
  }
}
