package org.tinymnist.model;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A layer of {@link Network}. */
public sealed interface Layer {

  /**
   * Adds this layer to a graph.
   *
   * @param ops training or inference
   * @param name the layer's name, for example {@code conv1}
   */
  <X> X addTo(LayerOps<X> ops, String name, X input);

  /** Padding of a convolution. */
  enum Padding {
    /** No padding: a 3x3 kernel removes two rows and two columns. */
    VALID,
    /** Zero padding that keeps height and width. */
    SAME
  }

  /**
   * 3x3 convolution without bias, BatchNorm, ReLU.
   *
   * @param channels output channels
   */
  record ConvolutionBlock(int channels, Padding padding) implements Layer {
    /** Height and width of the kernel. */
    public static final int KERNEL = 3;

    /** Added to the variance: PyTorch's default. */
    public static final float EPSILON = 1e-5f;

    @Override
    public <X> X addTo(LayerOps<X> ops, String name, X input) {
      return ops.convolutionBlock(name, this, input);
    }
  }

  /**
   * Maximum over adjacent windows of {@code size x size}; a remainder at the right and the bottom
   * is dropped.
   *
   * @param size height, width and stride of the window
   */
  record MaxPool(int size) implements Layer {
    @Override
    public <X> X addTo(LayerOps<X> ops, String name, X input) {
      return ops.maxPool(name, this, input);
    }

    /**
     * Adds a {@code MaxPool} operation. The typed API has only {@code MaxPoolV2}, which has no
     * oneDNN kernel and is unknown to converters.
     *
     * @param x {@code [batch, h, w, c]}
     * @return {@code [batch, h/size, w/size, c]}
     */
    public Operand<TFloat32> of(Ops tf, Operand<TFloat32> x) {
      long[] window = {1, size, size, 1};
      return tf.scope()
          .env()
          .opBuilder("MaxPool", tf.scope().makeOpName("MaxPool"), tf.scope())
          .addInput(x.asOutput())
          .setAttr("ksize", window)
          .setAttr("strides", window)
          .setAttr("padding", Padding.VALID.name())
          .build()
          .output(0);
    }
  }

  /** Mean over height and width. */
  record GlobalAveragePool() implements Layer {
    @Override
    public <X> X addTo(LayerOps<X> ops, String name, X input) {
      return ops.globalAveragePool(name, input);
    }
  }

  /**
   * Fully connected, with bias.
   *
   * @param units number of outputs
   */
  record Dense(int units) implements Layer {
    @Override
    public <X> X addTo(LayerOps<X> ops, String name, X input) {
      return ops.dense(name, this, input);
    }
  }
}
