package org.tinymnist.train;

import org.tinymnist.experiment.Rates;
import org.tinymnist.results.EpochMetrics;

/** Receives the progress of a run, on the run's thread. */
public interface TrainingListener {

  /**
   * Called after each step; epochs and their steps count from 1, loss and accuracy are means over
   * the epoch so far.
   */
  void step(int epoch, int step, Rates rates, double loss, double accuracy);

  /** Called after each epoch and its evaluation. */
  void epoch(EpochMetrics metrics);
}
