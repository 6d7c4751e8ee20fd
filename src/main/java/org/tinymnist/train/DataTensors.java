package org.tinymnist.train;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.TensorFlowEnvironment;

/** A data set in native memory. The graphs of all runs share its tensors. */
public record DataTensors(Part train, Part test) implements AutoCloseable {

  /** The training or the test images: raw intensities, {@code [count, 28, 28, 1]}, and labels. */
  record Part(TUint8 pixels, TInt32 labels) implements AutoCloseable {
    static Part of(LabeledImages images) {
      int[] labels = new int[images.count()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = images.label(i);
      }
      Shape shape = Shape.of(labels.length, LabeledImages.SIZE, LabeledImages.SIZE, 1);
      return new Part(
          TUint8.tensorOf(shape, DataBuffers.of(images.pixels())), TInt32.vectorOf(labels));
    }

    int count() {
      return Math.toIntExact(labels.size());
    }

    @Override
    public void close() {
      pixels.close();
      labels.close();
    }
  }

  public static DataTensors of(DataSet data) {
    // Without the command line, this is the first use of TensorFlow.
    TensorFlowEnvironment.prepareToBuild();
    return new DataTensors(Part.of(data.train()), Part.of(data.test()));
  }

  @Override
  public void close() {
    train.close();
    test.close();
  }
}
