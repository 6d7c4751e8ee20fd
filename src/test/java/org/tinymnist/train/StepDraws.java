package org.tinymnist.train;

import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.TensorFlowEnvironment;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.model.Network;
import org.tinymnist.model.Variables;

/** The random numbers of a training step, drawn again by a graph that only draws. */
final class StepDraws implements AutoCloseable {

  /** Channels of the seven blocks, and inputs of the dense layer. */
  private static final List<Integer> SIZES = List.of(7, 7, 10, 10, 12, 16, 18, 18);

  static final int UNITS = SIZES.stream().mapToInt(Integer::intValue).sum();

  private final int batch;
  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Placeholder<TFloat32> images;
  private final Placeholder<TInt64> seed;
  private final Operand<TFloat32> augmented;
  private final List<Operand<TFloat32>> masks;

  StepDraws(Augmentation augmentation, Dropout dropout, int batch) {
    TensorFlowEnvironment.prepareToBuild();
    Ops tf = Ops.create(graph);
    this.batch = batch;
    Shape shape = Shape.of(batch, LabeledImages.SIZE, LabeledImages.SIZE, 1);
    this.images = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    this.seed = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    this.augmented =
        RandomAffine.addTo(tf, augmentation, images, tf.constant(batch), seed, tf.constant(1f));
    Map<String, Operand<TFloat32>> weights =
        new Variables(tf, "weights", Network.weights()).values();
    TrainingLayers layers = new TrainingLayers(tf, weights, Precision.FLOAT32, dropout, seed);
    layers.logits(tf.zeros(tf.constant(shape), TFloat32.class));
    this.masks = List.copyOf(layers.masks().values());
  }

  float[] augmented(long stepSeed, float[] intensities) {
    try (TFloat32 x = TFloat32.tensorOf(images.shape(), DataBuffers.of(intensities));
        TInt64 s = TInt64.vectorOf(stepSeed, 0);
        Result result = session.runner().feed(images, x).feed(seed, s).fetch(augmented).run()) {
      return Reference.floats(result.get(0));
    }
  }

  /** Returns which channels and inputs dropout zeroes: {@code [batch][98]}, layer by layer. */
  boolean[][] dropped(long stepSeed) {
    Session.Runner runner = session.runner();
    masks.forEach(runner::fetch);
    boolean[][] dropped = new boolean[batch][UNITS];
    try (TInt64 s = TInt64.vectorOf(stepSeed, 0);
        Result result = runner.feed(seed, s).run()) {
      int from = 0;
      for (int layer = 0; layer < SIZES.size(); layer++) {
        float[] mask = Reference.floats(result.get(layer));
        int padded = mask.length / batch;
        for (int image = 0; image < batch; image++) {
          for (int channel = 0; channel < SIZES.get(layer); channel++) {
            dropped[image][from + channel] = mask[image * padded + channel] == 0;
          }
        }
        from += SIZES.get(layer);
      }
    }
    return dropped;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
