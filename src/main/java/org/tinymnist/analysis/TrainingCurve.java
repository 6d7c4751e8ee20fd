package org.tinymnist.analysis;

import java.util.List;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.RunResult;

/**
 * The training curve of a run, from any implementation.
 *
 * @param name a seed, or the name of a log
 * @param epochs epoch 1 first, at least one
 */
public record TrainingCurve(String name, List<EpochMetrics> epochs) {

  public TrainingCurve {
    epochs = List.copyOf(epochs);
  }

  static TrainingCurve of(RunResult run) {
    return new TrainingCurve(Long.toString(run.seed()), run.epochs());
  }

  /** Returns a metric at an epoch, counted from 1. */
  public double at(Metric metric, int epoch) {
    return metric.of(epochs.get(epoch - 1));
  }

  public double finalTestAccuracy() {
    return at(Metric.TEST_ACCURACY, epochs.size());
  }

  /** Returns the mean test accuracy from the first to the last epoch, inclusive. */
  double testAccuracy(int first, int last) {
    return epochs.subList(first - 1, last).stream()
        .mapToDouble(EpochMetrics::testAccuracy)
        .average()
        .orElseThrow();
  }
}
