package org.tinymnist.train;

import org.tinymnist.device.Device;

/**
 * Where a run is computed. On one CPU model its bits do not depend on the number of threads.
 *
 * @param device of TensorFlow's operations
 * @param threads operations that are computed at once; with 1 the calling thread computes
 */
public record Execution(Device device, int threads) {

  /** At most two long operations of a step are independent of each other. */
  private static final int MOST_THREADS = 2;

  /** Returns the fastest execution of a run that has some cores. */
  public static Execution of(Device device, int cores) {
    return new Execution(device, device.gpu() ? 1 : Math.max(1, Math.min(cores, MOST_THREADS)));
  }
}
