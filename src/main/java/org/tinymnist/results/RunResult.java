package org.tinymnist.results;

import java.util.List;

/** A finished run: {@code run.json}, the rows of {@code metrics.csv} and of {@code errors.csv}. */
public record RunResult(
    RunRecord record, List<EpochMetrics> epochs, List<Misclassified> misclassified) {

  public String name() {
    return record.experiment().name();
  }

  public long seed() {
    return record.seed();
  }

  public EpochMetrics last() {
    return epochs.get(epochs.size() - 1);
  }
}
