package org.tinymnist.train;

/**
 * Probabilities of dropout in training.
 *
 * @param blocks that a channel after a convolution block is zeroed: PyTorch's {@code Dropout2d}
 * @param dense that an input of the dense layer is zeroed: PyTorch's {@code Dropout}
 */
public record Dropout(double blocks, double dense) {

  /** Range of the probability after the convolution blocks. */
  public static final Setting BLOCKS = Setting.closedOpen("blocks", 0, 1);

  /** Range of the probability before the dense layer. */
  public static final Setting DENSE = Setting.closedOpen("dense", 0, 1);

  /** No dropout. */
  public static final Dropout NONE = new Dropout(0, 0);

  /** Checks the ranges. */
  public Dropout {
    BLOCKS.check(blocks);
    DENSE.check(dense);
  }

  /** Returns whether nothing is ever zeroed. */
  public boolean isNone() {
    return blocks == 0 && dense == 0;
  }
}
