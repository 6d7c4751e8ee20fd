package org.tinymnist.device;

import java.util.Optional;

/**
 * A GPU, as the driver tells.
 *
 * @param name such as {@code NVIDIA H200}
 * @param computeCapability such as {@code 9.0}
 * @param memoryBytes on the GPU
 */
public record Gpu(String name, String computeCapability, long memoryBytes) {

  private static final int OLDEST = 6;
  private static final int NEWEST = 9;

  /** Why TensorFlow cannot compute on it, if it cannot. */
  Optional<String> problem() {
    int major = Integer.parseInt(computeCapability.split("\\.")[0]);
    if (OLDEST <= major && major <= NEWEST) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has compute capability %s, expected %d.0 to %d.x: TensorFlow 2.18 has no code for it"
            .formatted(name, computeCapability, OLDEST, NEWEST));
  }
}
