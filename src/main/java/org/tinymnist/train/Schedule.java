package org.tinymnist.train;

/** Learning rate and momentum as a pure function of the step. */
public sealed interface Schedule permits ConstantRate, OneCycle {

  /**
   * Returns what the optimizer is given in a step.
   *
   * @param step the optimizer step, counted from 0 over the whole run
   * @param totalSteps the steps of the whole run
   * @return learning rate and momentum of that step
   * @throws IllegalArgumentException if the step is not in [0, totalSteps - 1]
   */
  Rates at(long step, long totalSteps);

  /** Returns the schedule in one line for people. */
  String describe();
}
