package org.tinymnist.train;

import org.tinymnist.results.RunRecord.Divergence;

/** Thrown when a run's loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Divergence divergence;

  /** Epoch and step, both from 1, and the loss. */
  public DivergedException(int epoch, int step, double loss) {
    super(
        "diverged at epoch %s, step %s: loss is %s; a lower learning rate may help"
            .formatted(epoch, step, loss));
    this.divergence = new Divergence(epoch, step, Double.toString(loss));
  }

  public Divergence divergence() {
    return divergence;
  }
}
