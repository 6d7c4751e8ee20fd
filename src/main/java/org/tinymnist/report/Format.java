package org.tinymnist.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tinymnist.analysis.Difference;
import org.tinymnist.analysis.Interval;
import org.tinymnist.analysis.Metric;
import org.tinymnist.analysis.Sample;
import org.tinymnist.results.RunResult;

/** Values as text: the functions of the templates. */
public final class Format {

  /** Keeps a number and its unit on one line. */
  private static final String SPACE = "\u00a0";

  private static final String EN_DASH = "\u2013";

  Format() {}

  /** Returns a fraction as a percentage with two decimals: {@code 99.39 %}. */
  public String percent(double fraction) {
    return hundredths(fraction) + SPACE + "%";
  }

  /** Returns a percentage with two decimals, without the sign. */
  public String hundredths(double fraction) {
    return text("%.2f", 100 * fraction);
  }

  /** Returns a probability as a whole percentage; never 100 % for less than that. */
  public String whole(double fraction) {
    boolean almost = fraction < 1 && fraction > 0.99;
    return (almost ? ">" + SPACE + "99" : text("%.0f", 100 * fraction)) + SPACE + "%";
  }

  /** Returns a mean, with the standard deviation if there are several: {@code 99.39 ± 0.05 %}. */
  public String sample(Sample sample) {
    return sample.size() == 1
        ? percent(sample.mean())
        : hundredths(sample.mean()) + SPACE + "±" + SPACE + percent(sample.deviation());
  }

  /** Returns a range of fractions: {@code 99.31 to 99.55 %}, or its only value. */
  public String range(Interval range) {
    String high = percent(Math.min(1, range.high()));
    return range.low() == range.high()
        ? high
        : hundredths(Math.max(0, range.low())) + SPACE + "to" + SPACE + high;
  }

  /** Returns a difference of fractions in percentage points, with its sign: {@code +0.12}. */
  public String points(double difference) {
    return points("%+.2f", difference);
  }

  private static String points(String form, double difference) {
    String text = text(form, 100 * difference);
    return text.matches("[-+]0\\.0+") ? text.substring(1) : text.replace('-', '\u2212');
  }

  /**
   * Returns a difference with its interval: {@code +0.12 [+0.05, +0.19]}; with three decimals if
   * two would show a bound as 0 that is not.
   */
  public String within(double difference, Interval interval) {
    boolean isFine = roundsToZero(interval.low()) || roundsToZero(interval.high());
    String form = isFine ? "%+.3f" : "%+.2f";
    String bounds = points(form, interval.low()) + "," + SPACE + points(form, interval.high());
    return points(form, difference) + SPACE + "[" + bounds + "]";
  }

  private static boolean roundsToZero(double difference) {
    return difference != 0 && Math.abs(difference) < 0.00005;
  }

  public String gain(Difference difference) {
    return within(difference.mean(), difference.interval());
  }

  /** Returns a value of a metric: an accuracy without the sign, or a loss. */
  public String value(Metric metric, double value) {
    return metric.isAccuracy() ? hundredths(value) : text("%.4f", value);
  }

  /** Returns a p-value: {@code 0.012}, {@code < 0.001}. */
  public String p(double p) {
    return p < 0.001 ? "<" + SPACE + "0.001" : text("%.3f", p);
  }

  /** Returns an integer with separators: {@code 60,000}. */
  public String count(long number) {
    return text("%,d", number);
  }

  /** Returns a count with its noun: {@code 1 run}, {@code 2 runs}. */
  public String count(long number, String noun) {
    return count(number) + SPACE + noun + (number == 1 ? "" : "s");
  }

  /** Returns a range of epochs; infinite is never. */
  public String epochs(Interval epochs) {
    return epochs.low() == epochs.high()
        ? epoch(epochs.low())
        : epoch(epochs.low()) + EN_DASH + epoch(epochs.high());
  }

  public String epoch(double epoch) {
    return Double.isInfinite(epoch) ? "never" : text("%.0f", epoch);
  }

  /** Returns the seeds of some runs: {@code 1 to 3, 7}. */
  public String seeds(List<RunResult> runs) {
    List<String> ranges = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= runs.size(); i++) {
      if (i == runs.size() || runs.get(i).seed() != runs.get(i - 1).seed() + 1) {
        String last = i - 1 == start ? "" : " to " + runs.get(i - 1).seed();
        ranges.add(runs.get(start).seed() + last);
        start = i;
      }
    }
    return String.join(", ", ranges);
  }

  public String model(String model) {
    return model.replace("model-", "Model" + SPACE);
  }

  /** Returns text from a file in one line, escaped for Markdown. */
  public String md(String text) {
    return line(text).replaceAll("[\\\\`*_\\[\\]<>|~&$#]", "\\\\$0");
  }

  /** Returns text from a file in one line, escaped for HTML in Markdown. */
  public String html(String text) {
    return line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String line(String text) {
    return text.replaceAll("[\\s\\p{C}]+", " ").strip();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
