package org.tinymnist.experiment;

/**
 * Augmentation at full strength for some epochs, then linearly to none, so that the last steps see
 * the images unchanged.
 *
 * @param after epochs at full strength
 * @param over epochs in which it falls to 0
 */
public record AugmentationFade(int after, int over) {

  /**
   * Returns the strength in a step: the factor of all amounts, from 1 down to 0.
   *
   * @param step counted from 0 over the whole run
   * @param stepsPerEpoch steps in an epoch
   */
  public double at(long step, int stepsPerEpoch) {
    double left = after + over - (double) step / stepsPerEpoch;
    return left <= 0 ? 0 : Math.min(1, left / over);
  }
}
