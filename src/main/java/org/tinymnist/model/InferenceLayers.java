package org.tinymnist.model;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tinymnist.model.ParameterSpec.Role;

/**
 * {@link Network}'s layers for inference, with the running statistics. BatchNorm is folded into its
 * convolution: {@code gamma * (conv(x) - mean) / sqrt(variance + epsilon) + beta} is a convolution
 * with a scaled kernel and a bias, which runtimes compute in one operation.
 */
record InferenceLayers(Ops tf, Map<String, Operand<TFloat32>> weights)
    implements Layer.Operations<Operand<TFloat32>> {

  @Override
  public Operand<TFloat32> convolutionBlock(
      String name, Layer.ConvolutionBlock block, Operand<TFloat32> input) {
    Ops tf = this.tf.withSubScope(name);
    Operand<TFloat32> epsilon = tf.withName("epsilon").constant(Layer.ConvolutionBlock.EPSILON);
    Operand<TFloat32> deviation =
        tf.withName("deviation")
            .math
            .sqrt(
                tf.withName("variance_plus_epsilon").math.add(read(name, Role.VARIANCE), epsilon));
    Operand<TFloat32> scale = tf.withName("scale").math.div(read(name, Role.GAMMA), deviation);
    Operand<TFloat32> kernel =
        tf.withName("folded_kernel").math.mul(read(name, Role.KERNEL), scale);
    Operand<TFloat32> shift = tf.withName("shift").math.mul(read(name, Role.MEAN), scale);
    Operand<TFloat32> bias = tf.withName("folded_bias").math.sub(read(name, Role.BETA), shift);
    Operand<TFloat32> convolution =
        tf.nn.conv2d(input, kernel, List.of(1L, 1L, 1L, 1L), block.padding().name());
    return tf.nn.relu(tf.nn.biasAdd(convolution, bias));
  }

  @Override
  public Operand<TFloat32> maxPool(String name, Layer.MaxPool pool, Operand<TFloat32> input) {
    return pool.of(tf.withName(name), input);
  }

  @Override
  public Operand<TFloat32> globalAveragePool(String name, Operand<TFloat32> input) {
    Ops tf = this.tf.withSubScope(name);
    return tf.math.mean(input, tf.withName("axes").constant(new int[] {1, 2}));
  }

  @Override
  public Operand<TFloat32> dense(String name, Layer.Dense dense, Operand<TFloat32> input) {
    Ops tf = this.tf.withSubScope(name);
    return tf.nn.biasAdd(tf.linalg.matMul(input, read(name, Role.KERNEL)), read(name, Role.BIAS));
  }

  private Operand<TFloat32> read(String layer, Role role) {
    return weights.get(ParameterSpec.name(layer, role));
  }
}
