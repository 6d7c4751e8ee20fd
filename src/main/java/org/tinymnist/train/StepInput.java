package org.tinymnist.train;

import org.tinymnist.experiment.Rates;

/**
 * The input values of one training step.
 *
 * @param images indices of training images
 * @param strength factor of the augmentation, from 0 to 1; used if the augmentation fades
 */
public record StepInput(int[] images, Rates rates, double strength, long seed) {

  float[] hyperparameters() {
    return new float[] {(float) rates.learningRate(), (float) rates.momentum(), (float) strength};
  }

  long[] seeds() {
    return new long[] {seed, 0};
  }
}
