package org.tinymnist.train;

import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;
import org.tinymnist.model.ResourceVariable;

/**
 * The training or the test images in a graph. Setting a variable shares the tensor without a copy,
 * so that all runs use the same pixels; a step selects its images by index.
 */
record DataVariables(ResourceVariable<TUint8> pixels, ResourceVariable<TInt32> labels) {

  static DataVariables addTo(Ops tf, String name, DataTensors.Part part) {
    return new DataVariables(
        new ResourceVariable<>(tf, name + "/pixels", TUint8.class, part.pixels().shape()),
        new ResourceVariable<>(tf, name + "/labels", TInt32.class, part.labels().shape()));
  }

  void set(Session session, DataTensors.Part part) {
    Session.Runner runner = session.runner();
    pixels.set(runner, part.pixels());
    labels.set(runner, part.labels());
    runner.run().close();
  }

  /** Returns the raw intensities, {@code [indices, 28, 28, 1]}. */
  Operand<TUint8> pixels(Ops tf, Operand<TInt32> indices) {
    return gather(tf, pixels, indices);
  }

  /** Returns the labels of images, {@code [indices]}. */
  Operand<TInt32> labels(Ops tf, Operand<TInt32> indices) {
    return gather(tf, labels, indices);
  }

  /** Gathers from the variable, because there is no GPU kernel that gathers bytes from a value. */
  private static <T extends TType> Operand<T> gather(
      Ops tf, ResourceVariable<T> from, Operand<TInt32> indices) {
    return tf.resourceGather(from.handle(), indices, from.type());
  }
}
