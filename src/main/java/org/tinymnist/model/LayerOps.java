package org.tinymnist.model;

/**
 * One way to compute {@link Network}'s layers. There is one for inference and one for training;
 * both walk the same table.
 *
 * @param <X> what flows between the layers
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
