package org.tinymnist.model;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A layer of {@link Network}. */
public sealed interface Layer {

  /** Adds this layer to a graph, for training or inference. */
  <X> X addTo(Operations<X> ops, String name, X input);

  /**
   * The computation of {@link Network}'s layers, for training or for inference.
   *
   * @param <X> input and output of a layer
   */
  interface Operations<X> {

    /** {@code [batch, h, w, in]} to {@code [batch, h', w', block.channels()]}. */
    X convolutionBlock(String name, ConvolutionBlock block, X input);

    /** {@code [batch, h, w, c]} to {@code [batch, h/size, w/size, c]}. */
    X maxPool(String name, MaxPool pool, X input);

    /** {@code [batch, h, w, c]} to {@code [batch, c]}. */
    X globalAveragePool(String name, X input);

    /** {@code [batch, c]} to {@code [batch, dense.units()]}. */
    X dense(String name, Dense dense, X input);
  }

  /** Padding of a convolution: none, or zeros that keep height and width. */
  enum Padding {
    VALID,
    SAME
  }

  /** 3x3 convolution without bias, BatchNorm, ReLU. */
  record ConvolutionBlock(int channels, Padding padding) implements Layer {
    /** Height and width of the kernel. */
    public static final int KERNEL = 3;

    /** Added to the variance: PyTorch's default. */
    public static final float EPSILON = 1e-5f;

    @Override
    public <X> X addTo(Operations<X> ops, String name, X input) {
      return ops.convolutionBlock(name, this, input);
    }
  }

  /** Maximum over adjacent windows of {@code size x size}; a remainder is dropped. */
  record MaxPool(int size) implements Layer {
    @Override
    public <X> X addTo(Operations<X> ops, String name, X input) {
      return ops.maxPool(name, this, input);
    }

    /**
     * Adds a {@code MaxPool} operation. The typed API has only {@code MaxPoolV2}, which has no
     * oneDNN kernel and is unknown to converters.
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
    public <X> X addTo(Operations<X> ops, String name, X input) {
      return ops.globalAveragePool(name, input);
    }
  }

  /** Fully connected, with bias. */
  record Dense(int units) implements Layer {
    @Override
    public <X> X addTo(Operations<X> ops, String name, X input) {
      return ops.dense(name, this, input);
    }
  }
}
