package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tinymnist.data.LabeledImages;

/**
 * How the images of a batch are classified, as part of a graph.
 *
 * @param loss scalar: the sum of their losses
 * @param correct scalar: how many rightly
 */
record LossOps(Operand<TFloat32> loss, Operand<TInt32> correct) {

  /**
   * Adds them to a graph.
   *
   * @param logits {@code [batch, 10]}
   * @param labels {@code [batch]}
   * @param objective how the losses are computed
   */
  static LossOps addTo(
      Ops tf, Operand<TFloat32> logits, Operand<TInt32> labels, Objective objective) {
    double smoothing = objective.recipe().labelSmoothing();
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
        objective.deterministic()
            ? tf.math.neg(tf.sum(tf.math.mul(target, tf.nn.logSoftmax(logits)), tf.constant(1)))
            : tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss();
    Operand<TInt32> predicted = tf.math.argMax(logits, tf.constant(1), TInt32.class);
    Operand<TInt32> hits = tf.dtypes.cast(tf.math.equal(predicted, labels), TInt32.class);
    return new LossOps(tf.sum(losses, all), tf.sum(hits, all));
  }
}
