package org.tinymnist.experiment;

/**
 * Decrease of the augmentation: full strength for some epochs, then linearly to 0, so that the last
 * steps train on the original images.
 *
 * @param after number of epochs at full strength
 * @param over number of epochs in which the strength falls to 0
 */
public record AugmentationFade(int after, int over) {

  /** Returns the factor of all amounts, from 1 to 0, in a step, from 0 over the whole run. */
  public double at(long step, int stepsPerEpoch) {
    double left = after + over - (double) step / stepsPerEpoch;
    return left <= 0 ? 0 : Math.min(1, left / over);
  }
}
