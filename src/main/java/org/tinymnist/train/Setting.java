package org.tinymnist.train;

/**
 * A number of a recipe: its key in an experiment's file and the interval its value must lie in. The
 * records that hold the values and the reader of the files both check against it.
 *
 * @param key the key in an experiment's file
 * @param whole whether only integers are allowed
 * @param low the interval's lower end
 * @param lowIncluded whether the lower end is allowed
 * @param high the interval's upper end
 * @param highIncluded whether the upper end is allowed
 */
public record Setting(
    String key, boolean whole, double low, boolean lowIncluded, double high, boolean highIncluded) {

  /** The optimizer's step, in a run of this many. */
  static Setting step(long totalSteps) {
    return integer("step", 0, totalSteps - 1);
  }

  /** An integer between two that are allowed. */
  public static Setting integer(String key, long low, long high) {
    return new Setting(key, true, low, true, high, true);
  }

  static Setting closed(String key, double low, double high) {
    return new Setting(key, false, low, true, high, true);
  }

  static Setting open(String key, double low, double high) {
    return new Setting(key, false, low, false, high, false);
  }

  static Setting closedOpen(String key, double low, double high) {
    return new Setting(key, false, low, true, high, false);
  }

  static Setting openClosed(String key, double low, double high) {
    return new Setting(key, false, low, false, high, true);
  }

  /** Returns whether the value lies in the interval. NaN lies in none. */
  public boolean allows(double value) {
    return (lowIncluded ? value >= low : value > low)
        && (highIncluded ? value <= high : value < high);
  }

  /** Returns the allowed values in words, such as {@code a number in (0, 1)}. */
  public String expected() {
    return "%s in %s%s, %s%s"
        .formatted(
            whole ? "an integer" : "a number",
            lowIncluded ? "[" : "(",
            text(low),
            text(high),
            highIncluded ? "]" : ")");
  }

  /**
   * Refuses a value outside the interval.
   *
   * @throws IllegalArgumentException with the key, the value and what was expected
   */
  void check(Number value) {
    if (!allows(value.doubleValue())) {
      throw new IllegalArgumentException("%s: %s, expected %s".formatted(key, value, expected()));
    }
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
