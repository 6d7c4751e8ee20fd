package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * What flows between two layers of the training graph.
 *
 * @param value {@code [batch, h, w, c]} or {@code [batch, c]}, where c may be padded with zero
 *     channels
 * @param channels the channels that the network knows of: the first ones
 * @param unrectified whether a ReLU is still to be applied
 */
record Activation(Operand<? extends TNumber> value, int channels, boolean unrectified) {

  /** Number of channels with the padding. */
  int paddedChannels() {
    return Math.toIntExact(value.shape().get(value.shape().numDimensions() - 1));
  }

  /** The value as a type. */
  <T extends TNumber> Operand<T> as(Ops tf, Class<T> type) {
    return cast(tf, value, type);
  }

  /** An operand as a type: the same one if it has that type already. */
  static <T extends TNumber> Operand<T> cast(Ops tf, Operand<? extends TNumber> x, Class<T> type) {
    return x.type() == type ? x.asOutput().expect(type) : tf.dtypes.cast(x, type);
  }
}
