package org.tinymnist.train;

/** Thrown when a run's loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DivergedException(int epoch, int step, double loss) {
    super(
        "diverged at epoch %d, step %d: loss is %s; a lower learning rate may help"
            .formatted(epoch, step, loss));
  }
}
