package org.tinymnist.train;

/** Thrown when a run stops at a request, after it saved a checkpoint. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param epoch the current epoch, counted from 1
   * @param step the last step that was taken in it; 0 before the first
   */
  public StoppedException(int epoch, int step) {
    super(
        "stopped in epoch %s after step %s; run the same command again to resume"
            .formatted(epoch, step));
  }
}
