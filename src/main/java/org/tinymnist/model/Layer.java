package org.tinymnist.model;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** One row of {@link Network}'s table. */
public sealed interface Layer {

  /**
   * Adds this layer to a graph.
   *
   * @param builder how layers are computed: for training, for inference
   * @param name the layer's name, for example {@code conv1}
   * @param input what comes in
   * @return what goes out
   */
  <X> X addTo(LayerOps<X> builder, String name, X input);

  /** What a convolution does at the border of its input. */
  enum Padding {
    /** No padding: a 3x3 kernel takes two rows and two columns away. */
    VALID,
    /** Zero padding: height and width stay. */
    SAME
  }

  /**
   * 3x3 convolution without bias, BatchNorm, ReLU.
   *
   * @param channels output channels
   * @param padding border of the convolution
   */
  record ConvolutionBlock(int channels, Padding padding) implements Layer {
    /** Height and width of the kernel. */
    public static final int KERNEL = 3;

    /** Added to a variance before its root is taken: PyTorch's default. */
    public static final float EPSILON = 1e-5f;

    @Override
    public <X> X addTo(LayerOps<X> builder, String name, X input) {
      return builder.convolutionBlock(name, this, input);
    }
  }

  /**
   * Maximum over windows of {@code size x size} that do not overlap; what is left over at the right
   * and the bottom is dropped.
   *
   * @param size height, width and stride of the window
   */
  record MaxPool(int size) implements Layer {
    @Override
    public <X> X addTo(LayerOps<X> builder, String name, X input) {
      return builder.maxPool(name, this, input);
    }

    /**
     * The op {@code MaxPool}, which the typed API leaves out: its {@code MaxPoolV2} has no oneDNN
     * kernel, and converters to other runtimes do not know it.
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
    public <X> X addTo(LayerOps<X> builder, String name, X input) {
      return builder.globalAveragePool(name, input);
    }
  }

  /**
   * Fully connected, with bias.
   *
   * @param units outputs
   */
  record Dense(int units) implements Layer {
    @Override
    public <X> X addTo(LayerOps<X> builder, String name, X input) {
      return builder.dense(name, this, input);
    }
  }
}
