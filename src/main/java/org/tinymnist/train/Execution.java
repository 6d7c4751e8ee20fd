package org.tinymnist.train;

import org.tinymnist.device.Device;

/** Device of a run, and its threads: operations at once, which do not affect the results. */
public record Execution(Device device, int threads) {

  /** At most two long operations of a step are independent. */
  private static final int MOST_THREADS = 2;

  /** Returns the fastest execution for a run with this number of cores. */
  public static Execution of(Device device, int cores) {
    return new Execution(device, device.gpu() ? 1 : Math.max(1, Math.min(cores, MOST_THREADS)));
  }
}
