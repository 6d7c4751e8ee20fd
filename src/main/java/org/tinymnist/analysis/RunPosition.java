package org.tinymnist.analysis;

import org.tinymnist.results.RunResult;

/**
 * A run compared with the reference's runs of the same recipe.
 *
 * @param p the chance that one more run of the reference ends as far from its mean test accuracy
 * @param isLow whether it ends below their mean
 * @param curve its training curve in the band of the reference's runs
 */
public record RunPosition(RunResult run, double p, boolean isLow, Band.Check curve) {

  static RunPosition of(RunResult run, Series reference, Band band) {
    double accuracy = run.last().testAccuracy();
    return new RunPosition(
        run,
        reference.pOfEnd(accuracy),
        accuracy < reference.finalTestAccuracy().mean(),
        band.check(TrainingCurve.of(run)));
  }

  /** Returns whether the final test accuracy is outside the 95 % prediction interval. */
  public boolean endsElsewhere() {
    return p < Holm.LEVEL;
  }

  /** Returns whether accuracy and training curve are those of a normal run of the reference. */
  public boolean isExpected() {
    return !endsElsewhere() && curve.isInside();
  }
}
