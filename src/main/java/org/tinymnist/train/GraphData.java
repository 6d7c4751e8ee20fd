package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * One part of the data inside a graph, as two resource variables. Setting them once refers to the
 * tensors that are given and copies nothing, so that runs share one copy of the pixels; and a step
 * picks its images by their indices.
 */
final class GraphData {

  private final Resource<TUint8> pixels;
  private final Resource<TInt32> labels;

  private record Resource<T extends TType>(Placeholder<T> value, Op set, Operand<T> read) {
    static <T extends TType> Resource<T> of(Ops tf, String name, Class<T> type, Shape shape) {
      Placeholder<T> value = tf.placeholder(type, Placeholder.shape(shape));
      // Without a name of its own, the variable would be shared with any other of the same shape.
      VarHandleOp handle =
          tf.varHandleOp(type, shape, VarHandleOp.sharedName(tf.scope().makeOpName(name)));
      return new Resource<>(
          value, tf.assignVariableOp(handle, value), tf.readVariableOp(handle, type));
    }
  }

  GraphData(Ops tf, TrainingData.Part part) {
    this.pixels = Resource.of(tf, "pixels", TUint8.class, part.pixels().shape());
    this.labels = Resource.of(tf, "labels", TInt32.class, part.labels().shape());
  }

  void set(Session session, TrainingData.Part part) {
    session
        .runner()
        .feed(pixels.value(), part.pixels())
        .feed(labels.value(), part.labels())
        .addTarget(pixels.set())
        .addTarget(labels.set())
        .run()
        .close();
  }

  /** Raw intensities of some images, uint8 {@code [indices, 28, 28, 1]}. */
  Operand<TUint8> pixels(Ops tf, Operand<TInt32> indices) {
    return tf.gather(pixels.read(), indices, tf.constant(0));
  }

  /** Labels of some images, {@code [indices]}. */
  Operand<TInt32> labels(Ops tf, Operand<TInt32> indices) {
    return tf.gather(labels.read(), indices, tf.constant(0));
  }
}
