package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tinymnist.data.LabeledImages;

/**
 * {@link BatchMetrics} as part of a graph.
 *
 * @param loss scalar: sum over the images
 * @param correct scalar: number of images that are classified correctly
 */
record LossOps(Operand<TFloat32> loss, Operand<TInt32> correct) {

  /**
   * Adds the cross-entropy, label smoothing included.
   *
   * @param logits {@code [batch, 10]}
   * @param labels {@code [batch]}
   * @param smoothing PyTorch's {@code label_smoothing}
   * @param deterministic whether to compose the loss of operations that are bit-identical on a GPU;
   *     TensorFlow's fused one is not
   */
  static LossOps addTo(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TInt32> labels,
      double smoothing,
      boolean deterministic) {
    // PyTorch's label smoothing: 1 - s for the label, and s spread evenly over all classes.
    double each = smoothing / LabeledImages.CLASSES;
    Operand<TFloat32> target =
        tf.oneHot(
            labels,
            tf.constant(LabeledImages.CLASSES),
            tf.constant((float) (1 - smoothing + each)),
            tf.constant((float) each));
    Operand<TInt32> all = tf.constant(0);
    Operand<TFloat32> losses =
        deterministic
            ? tf.math.neg(tf.sum(tf.math.mul(target, tf.nn.logSoftmax(logits)), tf.constant(1)))
            : tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss();
    Operand<TInt32> predicted = tf.math.argMax(logits, tf.constant(1), TInt32.class);
    Operand<TInt32> hits = tf.dtypes.cast(tf.math.equal(predicted, labels), TInt32.class);
    return new LossOps(tf.sum(losses, all), tf.sum(hits, all));
  }
}
