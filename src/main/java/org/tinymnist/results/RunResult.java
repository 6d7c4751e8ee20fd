package org.tinymnist.results;

import java.util.List;

/**
 * One finished run.
 *
 * @param record the content of {@code run.json}
 * @param epochs the rows of {@code metrics.csv}, epoch 1 first
 * @param misclassified the rows of {@code errors.csv}
 */
public record RunResult(
    RunRecord record, List<EpochMetrics> epochs, List<Misclassified> misclassified) {

  /** Copies the lists. */
  public RunResult {
    epochs = List.copyOf(epochs);
    misclassified = List.copyOf(misclassified);
  }

  /** Returns the experiment's name. */
  public String name() {
    return record.experiment().name();
  }

  /** Returns the run's seed. */
  public long seed() {
    return record.seed();
  }

  /** Returns the metrics of the last epoch. */
  public EpochMetrics last() {
    return epochs.get(epochs.size() - 1);
  }
}
