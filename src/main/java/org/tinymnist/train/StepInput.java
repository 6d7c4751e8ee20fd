package org.tinymnist.train;

import org.tinymnist.experiment.Rates;

/**
 * What one step is fed.
 *
 * @param images indices of training images
 * @param rates learning rate and momentum
 * @param strength of the augmentation, if it fades
 * @param seed what augmentation and dropout are drawn from
 */
record StepInput(int[] images, Rates rates, double strength, long seed) {

  /** One with the whole augmentation. */
  StepInput(int[] images, Rates rates, long seed) {
    this(images, rates, 1, seed);
  }

  /** As {@link StepGraph.Input} has them. */
  float[] hyperparameters() {
    return new float[] {(float) rates.learningRate(), (float) rates.momentum(), (float) strength};
  }

  /** As {@link StepGraph.Input} has it. */
  long[] seeds() {
    return new long[] {seed, 0};
  }
}
