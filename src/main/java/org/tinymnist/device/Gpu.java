package org.tinymnist.device;

import java.util.Optional;

/**
 * A GPU, as {@code nvidia-smi} describes it.
 *
 * @param name such as {@code NVIDIA H200}
 * @param computeCapability such as {@code 9.0}
 * @param memory with its unit, such as {@code 143771 MiB}
 */
public record Gpu(String name, String computeCapability, String memory) {

  /** Returns the reason why TensorFlow cannot use this GPU. */
  Optional<String> problem() {
    if (computeCapability.matches("[6-9]\\..*")) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has compute capability %s, expected 6.0 to 9.x: TensorFlow 2.18 has no code for it"
            .formatted(name, computeCapability));
  }
}
