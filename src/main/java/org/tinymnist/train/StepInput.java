package org.tinymnist.train;

import org.tinymnist.experiment.Rates;

/**
 * The input values of one training step.
 *
 * @param images indices of training images
 * @param strength factor of the augmentation, from 0 to 1; used if the augmentation fades
 */
public record StepInput(int[] images, Rates rates, double strength, long seed) {

  /** Creates the input of a step with full augmentation. */
  public StepInput(int[] images, Rates rates, long seed) {
    this(images, rates, 1, seed);
  }

  /** Returns the values of {@link StepGraph.Input#hyperparameters}. */
  float[] hyperparameters() {
    return new float[] {(float) rates.learningRate(), (float) rates.momentum(), (float) strength};
  }

  /** Returns the values of {@link StepGraph.Input#seed}. */
  long[] seeds() {
    return new long[] {seed, 0};
  }
}
