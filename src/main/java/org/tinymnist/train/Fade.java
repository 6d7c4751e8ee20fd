package org.tinymnist.train;

/**
 * How the augmentation goes: at full strength for some epochs, then linearly to nothing, so that
 * the last steps see the images as they are.
 *
 * @param after epochs at full strength
 * @param over epochs in which it falls to nothing
 */
public record Fade(int after, int over) {

  /** Range of the epochs at full strength. */
  public static final Setting AFTER = Setting.integer("after", 0, 10_000);

  /** Range of the epochs in which the strength falls; 0 takes it away at once. */
  public static final Setting OVER = Setting.integer("over", 0, 10_000);

  /** Checks the ranges. */
  public Fade {
    AFTER.check(after);
    OVER.check(over);
  }

  /**
   * Returns the strength of a step: what all amounts are multiplied with.
   *
   * @param step counted from 0 over the whole run
   * @return from 1 down to 0
   */
  double at(long step, int stepsPerEpoch) {
    double left = after + over - (double) step / stepsPerEpoch;
    return left <= 0 ? 0 : Math.min(1, left / over);
  }
}
