package org.tinymnist.report;

import java.util.Locale;

/** Numbers as text. */
final class Format {
  /** Keeps a number and its unit on one line. */
  static final String NO_BREAK_SPACE = "\u00a0";

  /** Stands where there is nothing to say. */
  static final String NOTHING = "–";

  private static final String MINUS = "\u2212";
  private static final String EN_DASH = "\u2013";

  private Format() {}

  /** Returns a fraction as a percentage with two decimals, without the sign: {@code 99.39}. */
  static String hundredths(double fraction) {
    return text("%.2f", 100 * fraction);
  }

  /** Returns a fraction as a percentage with two decimals: {@code 99.39 %}. */
  static String percent(double fraction) {
    return hundredths(fraction) + NO_BREAK_SPACE + "%";
  }

  /** Returns a probability as a whole percentage: {@code 97 %}; never 100 % for less than that. */
  static String wholePercent(double fraction) {
    boolean almost = fraction < 1 && fraction > 0.99;
    return (almost ? ">" + NO_BREAK_SPACE + "99" : text("%.0f", 100 * fraction))
        + NO_BREAK_SPACE
        + "%";
  }

  /** Returns a mean, with the standard deviation if there are several seeds. */
  static String percent(Estimate estimate) {
    if (estimate.seeds() == 1) {
      return percent(estimate.mean());
    }
    return hundredths(estimate.mean())
        + NO_BREAK_SPACE
        + "±"
        + NO_BREAK_SPACE
        + percent(estimate.deviation());
  }

  /** Returns a mean with its 95 % interval: {@code 99.39 [99.35, 99.43] %}; one seed has none. */
  static String interval(Estimate estimate) {
    if (estimate.seeds() == 1) {
      return percent(estimate.mean());
    }
    return "%s%s[%s,%s%s]%s%%"
        .formatted(
            hundredths(estimate.mean()),
            NO_BREAK_SPACE,
            hundredths(estimate.mean() - estimate.halfWidth()),
            NO_BREAK_SPACE,
            hundredths(estimate.mean() + estimate.halfWidth()),
            NO_BREAK_SPACE);
  }

  /** Returns a difference in points with its 95 % interval: {@code +0.12 [+0.05, +0.19]}. */
  static String interval(Comparison comparison) {
    return "%s%s[%s,%s%s]"
        .formatted(
            points(comparison.mean()),
            NO_BREAK_SPACE,
            points(comparison.low()),
            NO_BREAK_SPACE,
            points(comparison.high()));
  }

  /** Returns a p-value: {@code 0.012}, {@code < 0.001}. */
  static String p(double p) {
    return p < 0.001 ? "<" + NO_BREAK_SPACE + "0.001" : text("%.3f", p);
  }

  /** Returns a published accuracy, or the range it is given as. */
  static String percent(Published.Span span) {
    return span.isRange()
        ? String.join(
            NO_BREAK_SPACE,
            text("%.1f", 100 * span.low()),
            "to",
            text("%.1f", 100 * span.high()),
            "%")
        : percent(span.low());
  }

  /** Returns a difference of fractions in percentage points, with its sign: {@code +0.12}. */
  static String points(double difference) {
    String text = text("%+.2f", 100 * difference);
    return text.equals("-0.00") || text.equals("+0.00") ? "0.00" : text.replace("-", MINUS);
  }

  /** Returns an integer with its sign: {@code +3}; none for 0. */
  static String signed(int number) {
    return number < 0 ? MINUS + -number : number == 0 ? "0" : "+" + number;
  }

  /** Returns a difference of losses with its sign. */
  static String lossDifference(double difference) {
    String text = text("%+.4f", difference);
    return text.equals("-0.0000") || text.equals("+0.0000") ? "0.0000" : text.replace("-", MINUS);
  }

  /** Returns a loss with four decimals. */
  static String loss(double loss) {
    return text("%.4f", loss);
  }

  /** Returns an integer with separators: {@code 60,000}. */
  static String count(long number) {
    return text("%,d", number);
  }

  /** Returns an accuracy with the epoch that had it: {@code 99.46 % (18)}. */
  static String percentAt(double accuracy, int epoch) {
    return percent(accuracy) + NO_BREAK_SPACE + "(" + epoch + ")";
  }

  /** Returns a count with its noun: {@code 1 run}, {@code 2 runs}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Returns a size in thousands of bytes: {@code 34 kB}. */
  static String kilobytes(long bytes) {
    return text("%,.0f", bytes / 1000.0) + NO_BREAK_SPACE + "kB";
  }

  /** Returns a number with at most six significant digits and no needless zeros. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return text("%.0f", value);
    }
    String text = text("%.6g", value);
    if (text.contains("e")) {
      return text.replaceFirst("0+e", "e").replaceFirst("\\.e", "e");
    }
    return text.replaceFirst("0+$", "");
  }

  /** Returns a time in words: {@code 2 min 45 s}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    String space = NO_BREAK_SPACE;
    if (whole < 60) {
      return seconds < 10 ? text("%.1f", seconds) + space + "s" : whole + space + "s";
    }
    if (whole < 3600) {
      return whole / 60 + space + "min" + space + whole % 60 + space + "s";
    }
    long minutes = Math.round(seconds / 60);
    return minutes / 60 + space + "h" + space + minutes % 60 + space + "min";
  }

  /** Returns the epochs in which runs got somewhere: one, a range, or never (infinite). */
  static String epochs(double first, double last) {
    return first == last ? epoch(first) : epoch(first) + EN_DASH + epoch(last);
  }

  private static String epoch(double epoch) {
    return Double.isInfinite(epoch) ? "never" : number(epoch);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
