package org.tinymnist.experiment;

/**
 * Probabilities of dropout in training.
 *
 * @param blocks that a channel after a convolution block is zeroed: PyTorch's {@code Dropout2d}
 * @param dense that an input of the dense layer is zeroed: PyTorch's {@code Dropout}
 */
public record Dropout(double blocks, double dense) {

  /** No dropout. */
  public static final Dropout NONE = new Dropout(0, 0);
}
