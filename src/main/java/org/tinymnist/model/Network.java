package org.tinymnist.model;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Layer.ConvolutionBlock;
import org.tinymnist.model.Layer.Dense;
import org.tinymnist.model.Layer.GlobalAveragePool;
import org.tinymnist.model.Layer.MaxPool;
import org.tinymnist.model.Layer.Padding;

/**
 * The network of the source document, written once: the training graph, the exported inference
 * graph and the report's table all come from this list.
 */
public final class Network {

  /** Mean of MNIST's training pixels, as a fraction of full intensity. */
  public static final double PIXEL_MEAN = 0.1307;

  /** Standard deviation of MNIST's training pixels, as a fraction of full intensity. */
  public static final double PIXEL_DEVIATION = 0.3081;

  /** The document's table. */
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

  /**
   * Adds all layers to a graph.
   *
   * @param builder how layers are computed
   * @param images the normalised images, {@code [batch, 28, 28, 1]}
   * @return the logits, {@code [batch, 10]}
   */
  public static <X> X addTo(LayerOps<X> builder, X images) {
    X x = images;
    List<String> names = names();
    for (int i = 0; i < LAYERS.size(); i++) {
      x = LAYERS.get(i).addTo(builder, names.get(i), x);
    }
    return x;
  }

  /** Every weight of the network, in the order of its layers. */
  public static List<ParameterSpec> weights() {
    return rows().stream().flatMap(row -> row.weights().stream()).toList();
  }

  /** The network as a table: the input first, then one row a layer. */
  public static List<LayerSummary> summary() {
    return rows().stream().map(Row::summary).toList();
  }

  private record Row(LayerSummary summary, List<ParameterSpec> weights) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    List<String> names = names();
    int size = LabeledImages.SIZE;
    int channels = 1;
    // Distance in input pixels between neighbours of this layer's output, and what one of them
    // sees.
    int spacing = 1;
    int field = 1;
    rows.add(row("input", "Input", "", "", List.of(size, size, channels), field, List.of()));
    for (int i = 0; i < LAYERS.size(); i++) {
      String name = names.get(i);
      Layer layer = LAYERS.get(i);
      if (layer instanceof ConvolutionBlock block) {
        List<ParameterSpec> weights = ParameterSpec.ofBlock(name, channels, block.channels());
        int border = block.padding() == Padding.VALID ? ConvolutionBlock.KERNEL - 1 : 0;
        size -= border;
        channels = block.channels();
        field += (ConvolutionBlock.KERNEL - 1) * spacing;
        String kernel = window(ConvolutionBlock.KERNEL);
        String padding = block.padding().name().toLowerCase(java.util.Locale.ROOT);
        List<Integer> output = List.of(size, size, channels);
        rows.add(row(name, "Conv2D + BatchNorm + ReLU", kernel, padding, output, field, weights));
      } else if (layer instanceof MaxPool pool) {
        field += (pool.size() - 1) * spacing;
        spacing *= pool.size();
        size /= pool.size();
        List<Integer> output = List.of(size, size, channels);
        rows.add(row(name, "MaxPool", window(pool.size()), "valid", output, field, List.of()));
      } else if (layer instanceof GlobalAveragePool) {
        field += (size - 1) * spacing;
        rows.add(row(name, "Global average pool", "", "", List.of(channels), field, List.of()));
      } else if (layer instanceof Dense dense) {
        List<ParameterSpec> weights = ParameterSpec.ofDense(name, channels, dense.units());
        channels = dense.units();
        rows.add(row(name, "Dense", "", "", List.of(channels), field, weights));
      }
    }
    return rows;
  }

  private static Row row(
      String name,
      String type,
      String kernel,
      String padding,
      List<Integer> output,
      int field,
      List<ParameterSpec> weights) {
    long parameters =
        weights.stream().filter(ParameterSpec::trainable).mapToLong(ParameterSpec::size).sum();
    return new Row(
        new LayerSummary(name, type, kernel, padding, output, parameters, field), weights);
  }

  private static String window(int size) {
    return size + "x" + size;
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
