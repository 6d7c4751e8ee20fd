package org.tinymnist.train;

/** Thrown when a run's loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int epoch;
  private final int step;
  private final double loss;

  /** Makes one for a sum of losses that is infinite or not a number. */
  public DivergedException(int epoch, int step, double loss) {
    super(
        "diverged at epoch %d, step %d: loss is %s; a lower learning rate may help"
            .formatted(epoch, step, loss));
    this.epoch = epoch;
    this.step = step;
    this.loss = loss;
  }

  /** Returns the epoch, counted from 1. */
  public int epoch() {
    return epoch;
  }

  /** Returns the step of the epoch, counted from 1. */
  public int step() {
    return step;
  }

  /** Returns the sum of the epoch's losses: infinite or not a number. */
  public double loss() {
    return loss;
  }
}
