package org.tinymnist.train;

/** Thrown when a run's loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int epoch;
  private final int step;
  private final double loss;

  /**
   * @param epoch from 1
   * @param step from 1, within the epoch
   * @param loss infinite or not a number
   */
  public DivergedException(int epoch, int step, double loss) {
    super(
        "diverged at epoch %s, step %s: loss is %s; a lower learning rate may help"
            .formatted(epoch, step, loss));
    this.epoch = epoch;
    this.step = step;
    this.loss = loss;
  }

  public int epoch() {
    return epoch;
  }

  public int step() {
    return step;
  }

  public double loss() {
    return loss;
  }
}
