package org.tinymnist.experiment;

/**
 * Dropout probabilities in training.
 *
 * @param blocks for a channel after a convolution block: PyTorch's {@code Dropout2d}
 * @param dense for an input of the dense layer: PyTorch's {@code Dropout}
 */
public record Dropout(double blocks, double dense) {

  public static final Dropout NONE = new Dropout(0, 0);
}
