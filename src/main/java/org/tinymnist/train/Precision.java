package org.tinymnist.train;

import java.util.List;
import java.util.Optional;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;
import org.tinymnist.device.Machine;

/**
 * The number format of the convolution blocks in training. Weights, statistics, the dense layer and
 * the loss are float32 always, and so is the evaluation.
 */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32(TFloat32.class, 4, List.of()),

  /**
   * Activations and their gradients in bfloat16: float32's range with 8 bits of significand, sums
   * still in float32.
   */
  BFLOAT16(TBfloat16.class, 16, List.of("avx512_bf16", "amx_bf16"));

  private final Class<? extends TNumber> type;
  private final int vector;
  private final List<String> anyOf;

  Precision(Class<? extends TNumber> type, int vector, List<String> anyOf) {
    this.type = type;
    this.vector = vector;
    this.anyOf = anyOf;
  }

  Class<? extends TNumber> type() {
    return type;
  }

  /** What oneDNN's BatchNorm wants the number of channels to be a multiple of. */
  int vector() {
    return vector;
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
