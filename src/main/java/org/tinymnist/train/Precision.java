package org.tinymnist.train;

/** The number format of the training graph's arithmetic; variables are always float32. */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32,
  /**
   * Bfloat16 where TensorFlow's automatic mixed precision allows it, single precision elsewhere.
   */
  BFLOAT16
}
