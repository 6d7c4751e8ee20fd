package org.tinymnist.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tinymnist.model.Layer;
import org.tinymnist.model.LayerBuilder;
import org.tinymnist.model.Network;
import org.tinymnist.model.Weight;

/**
 * The layers in training mode as one writes them down from the definition, in double precision: no
 * padded channels, no fused kernel, the ReLU where it belongs. Weights are fed.
 */
final class DoublePrecisionBuilder implements LayerBuilder<Operand<TFloat64>> {

  private final Ops tf;
  private final Map<String, Placeholder<TFloat64>> weights = new LinkedHashMap<>();

  DoublePrecisionBuilder(Ops tf) {
    this.tf = tf;
    for (Weight weight : Network.weights()) {
      if (weight.trainable()) {
        Shape shape = Shape.of(weight.shape());
        weights.put(weight.name(), tf.placeholder(TFloat64.class, Placeholder.shape(shape)));
      }
    }
  }

  /** The trainable weights by their names. */
  Map<String, Placeholder<TFloat64>> weights() {
    return weights;
  }

  @Override
  public Operand<TFloat64> convolutionBlock(
      String name, Layer.ConvolutionBlock block, Operand<TFloat64> x) {
    Operand<TFloat64> z =
        tf.nn.conv2d(
            x, weights.get(name + ".kernel"), List.of(1L, 1L, 1L, 1L), block.padding().name());
    Operand<TInt32> perChannel = tf.constant(new int[] {0, 1, 2});
    Operand<TFloat64> centred = tf.math.sub(z, tf.math.mean(z, perChannel));
    Operand<TFloat64> variance = tf.math.mean(tf.math.square(centred), perChannel);
    Operand<TFloat64> scale =
        tf.math.rsqrt(tf.math.add(variance, tf.constant((double) Layer.ConvolutionBlock.EPSILON)));
    return tf.nn.relu(
        tf.math.add(
            tf.math.mul(tf.math.mul(centred, scale), weights.get(name + ".gamma")),
            weights.get(name + ".beta")));
  }

  @Override
  public Operand<TFloat64> maxPool(String name, Layer.MaxPool pool, Operand<TFloat64> x) {
    Operand<TInt32> size = tf.constant(new int[] {1, pool.size(), pool.size(), 1});
    return tf.nn.maxPool(x, size, size, "VALID");
  }

  @Override
  public Operand<TFloat64> globalAveragePool(String name, Operand<TFloat64> x) {
    return tf.math.mean(x, tf.constant(new int[] {1, 2}));
  }

  @Override
  public Operand<TFloat64> dense(String name, Layer.Dense dense, Operand<TFloat64> x) {
    return tf.math.add(
        tf.linalg.matMul(x, weights.get(name + ".kernel")), weights.get(name + ".bias"));
  }
}
