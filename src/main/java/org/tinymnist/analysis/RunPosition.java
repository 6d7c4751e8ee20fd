package org.tinymnist.analysis;

import org.tinymnist.results.RunResult;

/**
 * Where the final test accuracy of a run lies among those of the reference's runs of the same
 * experiment.
 *
 * @param run the run
 * @param reference the reference's final test accuracies
 */
public record RunPosition(RunResult run, Sample reference) {

  /** A run is expected to end in the middle 95 % of the reference's distribution. */
  private static final double TAIL = 0.025;

  /** Returns the run's final test accuracy. */
  public double accuracy() {
    return run.last().testAccuracy();
  }

  /** Returns the probability that a run of the reference lands as far out on this side. */
  public double tail() {
    return reference.tailOfOneMore(accuracy());
  }

  /** Returns whether the run is as one more run of the reference is to be expected. */
  public boolean isExpected() {
    return tail() >= TAIL;
  }

  /** Returns whether the run is below the reference's mean. */
  public boolean isLow() {
    return accuracy() < reference.mean();
  }
}
