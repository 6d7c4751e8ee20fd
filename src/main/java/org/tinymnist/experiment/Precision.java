package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The number format of the convolutions in training; everything else is float32. */
public enum Precision {
  @JsonProperty("float32")
  FLOAT32(List.of()),

  /** Convolutions with bfloat16 inputs and outputs, accumulated in float32. */
  @JsonProperty("bfloat16")
  BFLOAT16(List.of("avx512_bf16", "amx_bf16"));

  private final List<String> anyOf;

  Precision(List<String> anyOf) {
    this.anyOf = anyOf;
  }

  /** Returns the CPU features of which TensorFlow needs at least one, by their Linux names. */
  public List<String> neededFeatures() {
    return anyOf;
  }
}
