package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The number format of the convolutions in training. All else is float32 always: weights,
 * BatchNorm, the dense layer, the loss, the updates, and the evaluation.
 */
public enum Precision {
  /** Single precision throughout. */
  @JsonProperty("float32")
  FLOAT32(List.of()),

  /**
   * Convolutions and their gradients take and give bfloat16, float32's range with 8 bits of
   * significand; they sum up in float32.
   */
  @JsonProperty("bfloat16")
  BFLOAT16(List.of("avx512_bf16", "amx_bf16"));

  private final List<String> anyOf;

  Precision(List<String> anyOf) {
    this.anyOf = anyOf;
  }

  /**
   * Returns the processor features of which one is needed, by Linux's names; empty if none is.
   * Without them TensorFlow has no kernels or slow ones.
   */
  public List<String> neededFeatures() {
    return anyOf;
  }
}
