package org.tinymnist.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Places values along an axis.
 *
 * @param toAxis maps a value to a measure that is linear on the page, from low to high
 * @param end on the page, less than the start on axes that point up
 */
public record Scale(DoubleUnaryOperator toAxis, double low, double high, double start, double end) {

  /** The highest accuracy drawn: a logarithmic axis has no 100 %. */
  private static final double MOST = 1 - 5e-5;

  /** Marks every 5, 2, 1 points and so on, as parts of 100 %. */
  private static final int[] STEPS = {20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000};

  public record Tick(String label, double at) {}

  /**
   * Returns the axis of accuracies: logarithmic in the error rate, so that 90 %, 99 % and 99.9 %
   * are equally far apart.
   */
  static Scale ofAccuracy(double least, double most, double start, double end) {
    double low = imagesPerError(least);
    double high = imagesPerError(most);
    double margin = Math.max(0.04 * (high - low), 0.01);
    return new Scale(Scale::imagesPerError, low - margin, high + margin, start, end);
  }

  /** Returns the axis of epochs, from 1 to the last. */
  static Scale ofEpochs(int epochs, double start, double end) {
    return new Scale(epoch -> epoch, 1, Math.max(2, epochs), start, end);
  }

  private static double imagesPerError(double accuracy) {
    return -Math.log10(1 - Math.min(accuracy, MOST));
  }

  /** Returns where a value is on the page, to a tenth of a pixel. */
  public double at(double value) {
    double share = (toAxis.applyAsDouble(value) - low) / (high - low);
    return Math.round(10 * (start + share * (end - start))) / 10.0;
  }

  /**
   * Returns round accuracies on the axis: evenly spaced in the error rate, or in points where that
   * gives fewer than three.
   *
   * @param apart the least distance in pixels
   */
  public List<Tick> accuracies(double apart) {
    List<Double> round = new ArrayList<>();
    for (int decade = 1; decade <= 10_000; decade *= 10) {
      for (int digit : new int[] {1, 2, 5}) {
        round.add(1 - 1.0 / (decade * digit));
      }
    }
    List<Tick> ticks = ticks(round, apart);
    for (int step = 0; ticks.size() < 3 && step < STEPS.length; step++) {
      int parts = STEPS[step];
      ticks = ticks(IntStream.range(0, parts).mapToObj(i -> (double) i / parts).toList(), apart);
    }
    return ticks;
  }

  private List<Tick> ticks(List<Double> accuracies, double apart) {
    List<Tick> ticks = new ArrayList<>();
    double last = Double.NaN;
    for (double accuracy : accuracies) {
      double measure = toAxis.applyAsDouble(accuracy);
      double at = at(accuracy);
      if (measure >= low && measure <= high && !(Math.abs(at - last) < apart)) {
        ticks.add(new Tick(percent(accuracy), at));
        last = at;
      }
    }
    return ticks;
  }

  /** Returns at most eleven epochs on the axis. */
  public List<Tick> epochs(int epochs) {
    int step = 1;
    for (int factor = 0; epochs / step > 10; factor++) {
      step = factor % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    List<Tick> ticks = new ArrayList<>();
    for (int epoch = step; epoch <= epochs; epoch += step) {
      ticks.add(new Tick(Integer.toString(epoch), at(epoch)));
    }
    return ticks;
  }

  private static String percent(double accuracy) {
    return String.format(Locale.ROOT, "%.3f", 100 * accuracy).replaceFirst("\\.?0+$", "") + " %";
  }
}
