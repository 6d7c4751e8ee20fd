package org.tinymnist.train;

import java.util.Map;
import java.util.function.Supplier;

/** Hears how a run goes. Called on the run's own thread. */
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

  /**
   * After {@link #epoch}.
   *
   * @param weights gives one array a weight; asked for only if somebody wants them
   */
  default void weights(Supplier<Map<String, float[]>> weights) {}
}
