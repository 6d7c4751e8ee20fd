package org.tinymnist.train;

import java.util.List;
import java.util.Optional;
import org.tinymnist.device.Machine;

/**
 * The number format of the convolutions in training. All else is float32 always: weights,
 * BatchNorm, the dense layer, the loss, the updates, and the evaluation.
 */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32(List.of()),

  /**
   * Convolutions and their gradients take and give bfloat16, float32's range with 8 bits of
   * significand; they sum up in float32.
   */
  BFLOAT16(List.of("avx512_bf16", "amx_bf16"));

  private final List<String> anyOf;

  Precision(List<String> anyOf) {
    this.anyOf = anyOf;
  }

  /**
   * Why this machine cannot train in this format: without instructions for it, TensorFlow has no
   * kernels or slow ones.
   *
   * @return one line; empty if it can
   */
  public Optional<String> obstacle() {
    return obstacle(Machine.current().features());
  }

  /** The same, on a processor with these instructions, by Linux's names. */
  Optional<String> obstacle(List<String> features) {
    if (anyOf.isEmpty() || features.stream().anyMatch(anyOf::contains)) {
      return Optional.empty();
    }
    return Optional.of("this processor has neither " + String.join(" nor ", anyOf));
  }
}
