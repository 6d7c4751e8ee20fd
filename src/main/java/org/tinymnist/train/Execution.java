package org.tinymnist.train;

import org.tinymnist.device.Device;

/**
 * The way a run is computed. On one kind of machine its bits are the same with any of these on a
 * CPU.
 *
 * @param device what TensorFlow's operations are to run on
 * @param threads operations that may be computed at once; 1 computes on the thread that calls
 * @param stepsPerCall steps of one call of the session; a listener hears of them together
 */
public record Execution(Device device, int threads, int stepsPerCall) {

  /**
   * Steps of one call on a GPU: a seventh of MNIST in batches of 128, so that a run still tells how
   * it goes.
   */
  private static final int GPU_STEPS_PER_CALL = 67;

  /** A step has this many operations at most that do not wait for one another, and take time. */
  private static final int MOST_THREADS = 2;

  /**
   * Returns the fastest way.
   *
   * @param cores of the run
   */
  public static Execution of(Device device, int cores) {
    return device.gpu()
        ? new Execution(device, 1, GPU_STEPS_PER_CALL)
        : new Execution(device, Math.max(1, Math.min(cores, MOST_THREADS)), 1);
  }
}
