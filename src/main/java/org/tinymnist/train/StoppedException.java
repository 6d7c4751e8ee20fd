package org.tinymnist.train;

/** Thrown when a run stops on request, after saving a checkpoint. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The current epoch, from 1, and its last completed step; 0 before the first. */
  public StoppedException(int epoch, int step) {
    super(
        "stopped in epoch %s after step %s; run the same command again to resume"
            .formatted(epoch, step));
  }
}
