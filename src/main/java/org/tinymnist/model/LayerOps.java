package org.tinymnist.model;

/**
 * The computation of {@link Network}'s layers, for training or for inference.
 *
 * @param <X> input and output of a layer
 */
public interface LayerOps<X> {

  /** {@code [batch, h, w, in]} to {@code [batch, h', w', block.channels()]}. */
  X convolutionBlock(String name, Layer.ConvolutionBlock block, X input);

  /** {@code [batch, h, w, c]} to {@code [batch, h/size, w/size, c]}. */
  X maxPool(String name, Layer.MaxPool pool, X input);

  /** {@code [batch, h, w, c]} to {@code [batch, c]}. */
  X globalAveragePool(String name, X input);

  /** {@code [batch, c]} to {@code [batch, dense.units()]}. */
  X dense(String name, Layer.Dense dense, X input);
}
