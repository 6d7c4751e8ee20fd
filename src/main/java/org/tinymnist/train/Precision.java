package org.tinymnist.train;

/** The number format of the training graph's arithmetic. */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32
}
