package org.tinymnist.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.model.Layer;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.ParameterSpec.Role;

/**
 * {@link Network}'s layers in training mode, with batch statistics and dropout. They compute the
 * same function in a form that is fast with oneDNN: channels are padded with zeros, and a ReLU
 * before a maximum is applied after it, to a quarter of the values.
 */
final class TrainingLayers implements Layer.Operations<TrainingLayers.Activation> {

  /** oneDNN's BatchNorm is fast if the number of channels is a multiple of this. */
  static final int VECTOR = 4;

  /** New running statistics are 0.9 old + 0.1 batch: PyTorch's momentum of 0.1. */
  private static final float STATISTICS_MOMENTUM = 0.1f;

  /**
   * The output of a layer.
   *
   * @param value {@code [batch, h, w, c]} or {@code [batch, c]}; c may include zero channels
   * @param channels number of channels without padding; these come first
   * @param unrectified whether a ReLU must still be applied
   */
  record Activation(Operand<TFloat32> value, int channels, boolean unrectified) {

    int paddedChannels() {
      return Math.toIntExact(value.shape().get(value.shape().numDimensions() - 1));
    }
  }

  private final Ops tf;
  private final Map<String, Operand<TFloat32>> weights;
  private final Precision precision;
  private final Dropout dropout;
  private final Operand<TInt64> seed;
  private final Map<String, Operand<TFloat32>> statistics = new LinkedHashMap<>();
  private final Map<String, Operand<TFloat32>> masks = new LinkedHashMap<>();

  /** With the weights by name, and a seed, {@code [2]}, that determines all dropout masks. */
  TrainingLayers(
      Ops tf,
      Map<String, Operand<TFloat32>> weights,
      Precision precision,
      Dropout dropout,
      Operand<TInt64> seed) {
    this.tf = tf;
    this.weights = weights;
    this.precision = precision;
    this.dropout = dropout;
    this.seed = seed;
  }

  /** Adds all layers, from normalised images {@code [batch, 28, 28, 1]} to {@code [batch, 10]}. */
  Operand<TFloat32> logits(Operand<TFloat32> images) {
    return Network.addTo(this, new Activation(images, 1, false)).value();
  }

  /** Returns the running statistics after the step, by weight name. */
  Map<String, Operand<TFloat32>> statistics() {
    return statistics;
  }

  /** Returns the dropout masks, {@code [batch, 1, 1, c]} or {@code [batch, c]}, by layer. */
  Map<String, Operand<TFloat32>> masks() {
    return masks;
  }

  @Override
  public Activation convolutionBlock(String name, Layer.ConvolutionBlock block, Activation input) {
    Operand<TFloat32> x = rectified(input).value();
    int channels = block.channels();
    int extra = Math.floorMod(-channels, VECTOR);
    int extraInput = input.paddedChannels() - input.channels();
    Operand<TFloat32> kernel =
        pad(
            weight(name, Role.KERNEL),
            0,
            new int[][] {{0, 0}, {0, 0}, {0, extraInput}, {0, extra}});
    Operand<TFloat32> convolution =
        switch (precision) {
          case FLOAT32 -> convolve(x, kernel, block.padding());
          case BFLOAT16 ->
              tf.dtypes.cast(
                  convolve(bfloat16(x), bfloat16(kernel), block.padding()), TFloat32.class);
        };
    int[][] vector = {{0, extra}};
    FusedBatchNorm<TFloat32, TFloat32> norm =
        tf.nn.fusedBatchNorm(
            convolution,
            pad(weight(name, Role.GAMMA), 0, vector),
            pad(weight(name, Role.BETA), 0, vector),
            pad(weight(name, Role.MEAN), 0, vector),
            pad(weight(name, Role.VARIANCE), 1, vector),
            FusedBatchNorm.epsilon(Layer.ConvolutionBlock.EPSILON),
            FusedBatchNorm.exponentialAvgFactor(STATISTICS_MOMENTUM),
            FusedBatchNorm.isTraining(true));
    statistics.put(ParameterSpec.name(name, Role.MEAN), first(norm.batchMean(), channels));
    statistics.put(ParameterSpec.name(name, Role.VARIANCE), first(norm.batchVariance(), channels));
    return drop(name, new Activation(norm.y(), channels, true));
  }

  @Override
  public Activation maxPool(String name, Layer.MaxPool pool, Activation input) {
    return new Activation(pool.of(tf, input.value()), input.channels(), input.unrectified());
  }

  @Override
  public Activation globalAveragePool(String name, Activation input) {
    Operand<TFloat32> mean = tf.math.mean(rectified(input).value(), tf.constant(new int[] {1, 2}));
    int[] size = {-1, input.channels()};
    Operand<TFloat32> real = tf.slice(mean, tf.constant(new int[] {0, 0}), tf.constant(size));
    return new Activation(real, input.channels(), false);
  }

  @Override
  public Activation dense(String name, Layer.Dense dense, Activation input) {
    Operand<TFloat32> x = input.value();
    if (dropout.dense() > 0) {
      x = tf.math.mul(x, mask(name, tf.shape(x), dropout.dense()));
    }
    Operand<TFloat32> product = tf.linalg.matMul(x, weight(name, Role.KERNEL));
    return new Activation(tf.nn.biasAdd(product, weight(name, Role.BIAS)), dense.units(), false);
  }

  private Operand<TFloat32> weight(String layer, Role role) {
    return weights.get(ParameterSpec.name(layer, role));
  }

  private <T extends TNumber> Operand<T> convolve(
      Operand<T> x, Operand<T> kernel, Layer.Padding padding) {
    return tf.nn.conv2d(x, kernel, List.of(1L, 1L, 1L, 1L), padding.name());
  }

  private Operand<TBfloat16> bfloat16(Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TBfloat16.class);
  }

  private Activation rectified(Activation input) {
    return input.unrectified()
        ? new Activation(tf.nn.relu(input.value()), input.channels(), false)
        : input;
  }

  /**
   * Dropout2d, which zeroes whole channels. ReLU and maximum commute with non-negative factors, so
   * that they can be applied later.
   */
  private Activation drop(String name, Activation input) {
    if (dropout.blocks() == 0) {
      return input;
    }
    Operand<TInt32> batch =
        tf.slice(tf.shape(input.value()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TInt32> shape =
        tf.concat(
            List.of(batch, tf.constant(new int[] {1, 1, input.paddedChannels()})), tf.constant(0));
    Operand<TFloat32> kept = tf.math.mul(input.value(), mask(name, shape, dropout.blocks()));
    return new Activation(kept, input.channels(), input.unrectified());
  }

  /** Returns 0 with the given probability, otherwise 1 / (1 - probability). */
  private Operand<TFloat32> mask(String name, Operand<TInt32> shape, double probability) {
    Operand<TInt64> own = tf.math.add(seed, tf.constant(new long[] {0, masks.size() + 1}));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(shape, own, TFloat32.class);
    Operand<TFloat32> keep =
        tf.dtypes.cast(
            tf.math.greaterEqual(uniform, tf.constant((float) probability)), TFloat32.class);
    masks.put(name, tf.math.mul(keep, tf.constant((float) (1 / (1 - probability)))));
    return masks.get(name);
  }

  private Operand<TFloat32> first(Operand<TFloat32> vector, int count) {
    return tf.slice(vector, tf.constant(new int[] {0}), tf.constant(new int[] {count}));
  }

  private Operand<TFloat32> pad(Operand<TFloat32> x, float value, int[][] extra) {
    for (int[] dimension : extra) {
      if (dimension[1] > 0) {
        return tf.pad(x, tf.constant(extra), tf.constant(value));
      }
    }
    return x;
  }
}
