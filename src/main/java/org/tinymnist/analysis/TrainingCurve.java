package org.tinymnist.analysis;

import java.util.List;
import org.tinymnist.results.EpochMetrics;

/**
 * A run as its epochs show it, whoever made it.
 *
 * @param name what tells it from others of its kind: a seed, or the name of a log
 * @param epochs epoch 1 first, at least one
 */
public record TrainingCurve(String name, List<EpochMetrics> epochs) {

  /** Copies the list. */
  public TrainingCurve {
    epochs = List.copyOf(epochs);
  }

  /** Returns the figure of an epoch, counted from 1. */
  public double at(Metric figure, int epoch) {
    return figure.of(epochs.get(epoch - 1));
  }

  /** Returns the figure of the last epoch. */
  public double last(Metric figure) {
    return at(figure, epochs.size());
  }

  /** Returns the test accuracy of the last epoch. */
  public double finalTestAccuracy() {
    return last(Metric.TEST_ACCURACY);
  }

  /** Returns the first epoch with this test accuracy or more; infinite if none has it. */
  public double firstEpochAt(double accuracy) {
    return epochs.stream()
        .filter(epoch -> epoch.testAccuracy() >= accuracy)
        .mapToDouble(EpochMetrics::epoch)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** Returns a figure of some runs at an epoch, counted from 1. */
  public static Sample at(List<TrainingCurve> runs, Metric figure, int epoch) {
    return Sample.of(runs.stream().mapToDouble(run -> run.at(figure, epoch)).toArray());
  }
}
