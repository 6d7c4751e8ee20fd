package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The number format of the convolutions in training; everything else is float32. */
public enum Precision {
  @JsonProperty("float32")
  FLOAT32,

  /** Convolutions with bfloat16 inputs and outputs, accumulated in float32. */
  @JsonProperty("bfloat16")
  BFLOAT16
}
