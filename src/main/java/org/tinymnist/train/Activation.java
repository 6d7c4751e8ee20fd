package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What flows between two layers of the training graph.
 *
 * @param value {@code [batch, h, w, c]} or {@code [batch, c]}, where c may be padded with zero
 *     channels
 * @param channels the channels that the network knows of: the first ones
 * @param unrectified whether a ReLU is still to be applied
 */
record Activation(Operand<TFloat32> value, int channels, boolean unrectified) {

  /** Number of channels with the padding. */
  int paddedChannels() {
    return Math.toIntExact(value.shape().get(value.shape().numDimensions() - 1));
  }
}
