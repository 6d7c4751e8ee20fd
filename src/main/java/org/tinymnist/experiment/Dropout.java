package org.tinymnist.experiment;

/**
 * Dropout in training.
 *
 * @param blocks probability of a channel after a convolution block: PyTorch's {@code Dropout2d}
 * @param dense probability of an input of the dense layer: PyTorch's {@code Dropout}
 */
public record Dropout(double blocks, double dense) {

  /** No dropout. */
  public static final Dropout NONE = new Dropout(0, 0);
}
