package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;
import org.tinymnist.model.ResourceVariable;

/**
 * One part of the data inside a graph, as two resources. Setting them once refers to the tensors
 * that are given and copies nothing, so that runs share one copy of the pixels; and a step picks
 * its images by their indices.
 */
final class DataVariables {

  private final ResourceVariable<TUint8> pixels;
  private final ResourceVariable<TInt32> labels;
  private final Setter<TUint8> setPixels;
  private final Setter<TInt32> setLabels;

  private record Setter<T extends TType>(Placeholder<T> value, Op set) {
    static <T extends TType> Setter<T> of(Ops tf, ResourceVariable<T> resource) {
      Placeholder<T> value = tf.placeholder(resource.type(), Placeholder.shape(resource.shape()));
      return new Setter<>(value, resource.assign(tf, value));
    }
  }

  /**
   * Adds it to a graph.
   *
   * @param name of the part
   */
  DataVariables(Ops tf, String name, DataTensors.Part part) {
    this.pixels = new ResourceVariable<>(name + "/pixels", TUint8.class, part.pixels().shape());
    this.labels = new ResourceVariable<>(name + "/labels", TInt32.class, part.labels().shape());
    this.setPixels = Setter.of(tf, pixels);
    this.setLabels = Setter.of(tf, labels);
  }

  void set(Session session, DataTensors.Part part) {
    session
        .runner()
        .feed(setPixels.value(), part.pixels())
        .feed(setLabels.value(), part.labels())
        .addTarget(setPixels.set())
        .addTarget(setLabels.set())
        .run()
        .close();
  }

  /**
   * Raw intensities of some images, uint8 {@code [indices, 28, 28, 1]}.
   *
   * @param tf of the graph, or of a function that it calls
   */
  Operand<TUint8> pixels(Ops tf, Operand<TInt32> indices) {
    return gather(tf, pixels, indices);
  }

  /** Labels of some images, {@code [indices]}. */
  Operand<TInt32> labels(Ops tf, Operand<TInt32> indices) {
    return gather(tf, labels, indices);
  }

  /** From the variable: no kernel for GPUs takes bytes from its value. */
  private static <T extends TType> Operand<T> gather(
      Ops tf, ResourceVariable<T> from, Operand<TInt32> indices) {
    return tf.resourceGather(from.handle(tf), indices, from.type());
  }
}
