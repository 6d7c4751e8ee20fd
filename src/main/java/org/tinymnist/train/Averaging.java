package org.tinymnist.train;

/**
 * A run ends not with its last weights but with their exponential moving average over the last
 * steps; BatchNorm's statistics are then estimated anew for it, in one more pass over the training
 * images.
 *
 * @param after epochs before the average begins
 * @param decay share of the average so far in that of the next step
 */
public record Averaging(int after, double decay) {

  /** Range of the epochs before the average begins. */
  public static final Setting AFTER = Setting.integer("after", 0, 10_000);

  /** Range of the decay; 0 takes the last weights. */
  public static final Setting DECAY = Setting.closedOpen("decay", 0, 1);

  /** Checks the ranges. */
  public Averaging {
    AFTER.check(after);
    DECAY.check(decay);
  }

  /**
   * Returns the share of the average so far in that after a step: 0 until the first step that
   * counts, so that its weights are the average.
   *
   * @param step counted from 0 over the whole run
   */
  double decayAt(long step, int stepsPerEpoch) {
    return step <= (long) after * stepsPerEpoch ? 0 : decay;
  }
}
