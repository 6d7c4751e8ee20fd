package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The number format of the convolutions in training; everything else is float32. */
public enum Precision {
  /** Single precision throughout. */
  @JsonProperty("float32")
  FLOAT32(List.of()),

  /** bfloat16 in and out of convolutions and their gradients, which sum in float32. */
  @JsonProperty("bfloat16")
  BFLOAT16(List.of("avx512_bf16", "amx_bf16"));

  private final List<String> anyOf;

  Precision(List<String> anyOf) {
    this.anyOf = anyOf;
  }

  /** Returns the processor features of which TensorFlow needs one, by Linux's names. */
  public List<String> neededFeatures() {
    return anyOf;
  }
}
