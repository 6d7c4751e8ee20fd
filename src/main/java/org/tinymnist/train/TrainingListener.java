package org.tinymnist.train;

import org.tinymnist.experiment.Rates;
import org.tinymnist.results.EpochMetrics;

/** Receives the progress of a run, on the run's thread. */
public interface TrainingListener {

  /**
   * Called after each step.
   *
   * @param epoch from 1
   * @param step from 1, within the epoch
   * @param rates learning rate and momentum of the step
   * @param loss mean over the epoch so far
   * @param accuracy fraction over the epoch so far
   */
  void step(int epoch, int step, Rates rates, double loss, double accuracy);

  /** Called after each epoch and its evaluation. */
  void epoch(EpochMetrics metrics);
}
