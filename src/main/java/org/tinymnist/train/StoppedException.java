package org.tinymnist.train;

/** The end of a run that was asked to stop, after it saved a checkpoint. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * Makes one.
   *
   * @param epoch the epoch that the run was in, counted from 1
   * @param step the last step of it that was done; 0 before the first
   */
  public StoppedException(int epoch, int step) {
    super("stopped in epoch %d after step %d; it can go on from there".formatted(epoch, step));
  }
}
