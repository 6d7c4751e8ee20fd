package org.tinymnist.model;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Layer.ConvolutionBlock;
import org.tinymnist.model.Layer.Dense;
import org.tinymnist.model.Layer.GlobalAveragePool;
import org.tinymnist.model.Layer.MaxPool;
import org.tinymnist.model.Layer.Padding;

/** The network of the note. Training and inference graphs are built from this list. */
public final class Network {

  /** Mean of MNIST's training pixels, as a fraction of full intensity. */
  public static final double PIXEL_MEAN = 0.1307;

  /** Standard deviation of MNIST's training pixels, as a fraction of full intensity. */
  public static final double PIXEL_DEVIATION = 0.3081;

  /** The layers, as in the note's table. */
  public static final List<Layer> LAYERS =
      List.of(
          new ConvolutionBlock(7, Padding.VALID),
          new ConvolutionBlock(7, Padding.VALID),
          new ConvolutionBlock(10, Padding.VALID),
          new MaxPool(2),
          new ConvolutionBlock(10, Padding.VALID),
          new ConvolutionBlock(12, Padding.VALID),
          new MaxPool(2),
          new ConvolutionBlock(16, Padding.SAME),
          new ConvolutionBlock(18, Padding.SAME),
          new GlobalAveragePool(),
          new Dense(LabeledImages.CLASSES));

  private Network() {}

  /** Adds all layers, from normalised images {@code [batch, 28, 28, 1]} to logits. */
  public static <X> X addTo(Layer.Operations<X> ops, X images) {
    X x = images;
    List<String> names = names();
    for (int i = 0; i < LAYERS.size(); i++) {
      x = LAYERS.get(i).addTo(ops, names.get(i), x);
    }
    return x;
  }

  /** Returns all weights, in the order of the layers. */
  public static List<ParameterSpec> weights() {
    List<ParameterSpec> weights = new ArrayList<>();
    List<String> names = names();
    int channels = 1;
    for (int i = 0; i < LAYERS.size(); i++) {
      if (LAYERS.get(i) instanceof ConvolutionBlock block) {
        weights.addAll(ParameterSpec.ofBlock(names.get(i), channels, block.channels()));
        channels = block.channels();
      } else if (LAYERS.get(i) instanceof Dense dense) {
        weights.addAll(ParameterSpec.ofDense(names.get(i), channels, dense.units()));
        channels = dense.units();
      }
    }
    return weights;
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    int blocks = 0;
    int pools = 0;
    for (Layer layer : LAYERS) {
      if (layer instanceof ConvolutionBlock) {
        names.add("conv" + ++blocks);
      } else if (layer instanceof MaxPool) {
        names.add("pool" + ++pools);
      } else {
        names.add(layer instanceof Dense ? "dense" : "average");
      }
    }
    return names;
  }
}
