package org.tinymnist.train;

import org.tinymnist.experiment.Rates;
import org.tinymnist.results.EpochMetrics;

/** The course of a run, as it happens. Called on the run's own thread. */
public interface TrainingListener {

  /**
   * After each step.
   *
   * @param epoch from 1
   * @param step from 1, within the epoch
   * @param rates learning rate and momentum of the step
   * @param loss mean over the epoch so far
   * @param accuracy fraction over the epoch so far
   */
  void step(int epoch, int step, Rates rates, double loss, double accuracy);

  /** After each epoch and its evaluation. */
  void epoch(EpochMetrics metrics);
}
