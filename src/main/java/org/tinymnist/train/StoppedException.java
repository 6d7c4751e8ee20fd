package org.tinymnist.train;

/** Thrown when a run stops on request, after saving a checkpoint. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param epoch the current epoch, from 1
   * @param step the last completed step of the epoch; 0 before the first
   */
  public StoppedException(int epoch, int step) {
    super(
        "stopped in epoch %s after step %s; run the same command again to resume"
            .formatted(epoch, step));
  }
}
