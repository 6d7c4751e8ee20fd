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

  /** Why TensorFlow cannot compute on it, if it cannot. */
  Optional<String> problem() {
    if (computeCapability.matches("[6-9]\\..*")) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has compute capability %s, expected 6.0 to 9.x: TensorFlow 2.18 has no code for it"
            .formatted(name, computeCapability));
  }
}
