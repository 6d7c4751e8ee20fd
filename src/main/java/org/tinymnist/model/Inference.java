package org.tinymnist.model;

import java.util.Arrays;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tinymnist.data.LabeledImages;

/**
 * The network for inference in a graph: normalisation and all layers, with the running statistics.
 *
 * @param logits {@code [batch, 10]}
 * @param probabilities {@code [batch, 10]}, the logits' softmax
 * @param classes {@code [batch]}, the most probable digit
 */
public record Inference(
    Operand<TFloat32> logits, Operand<TFloat32> probabilities, Operand<TInt64> classes) {

  private static final Shape IMAGE = Shape.of(LabeledImages.SIZE, LabeledImages.SIZE, 1);

  /** Adds the network, with weights by name, for raw intensities {@code [batch, 28, 28, 1]}. */
  public static Inference addTo(
      Ops tf, Map<String, Operand<TFloat32>> weights, Operand<TFloat32> images) {
    // Constants with an image's shape are the only check of the input's shape in converted models.
    Operand<TFloat32> x = normalise(tf, images, IMAGE);
    Operand<TFloat32> logits = Network.addTo(new InferenceLayers(tf, weights), x);
    Ops argMax = tf.withSubScope("argmax");
    return new Inference(
        logits,
        tf.withName("softmax").nn.softmax(logits),
        argMax.math.argMax(logits, argMax.withName("axis").constant(1)));
  }

  /**
   * Normalises pixels as the note does: {@code (x / 255 - 0.1307) / 0.3081}.
   *
   * @param images raw intensities 0-255, any shape
   * @param constants shape of the factor and the offset: scalar, or the last dimensions of the
   *     images
   */
  public static Operand<TFloat32> normalise(Ops tf, Operand<TFloat32> images, Shape constants) {
    float factor = (float) (1 / (255 * Network.PIXEL_DEVIATION));
    float offset = (float) (Network.PIXEL_MEAN / Network.PIXEL_DEVIATION);
    Ops scope = tf.withSubScope("normalise");
    Operand<TFloat32> scaled =
        scope.math.mul(images, filled(scope.withName("factor"), constants, factor));
    return scope.math.sub(scaled, filled(scope.withName("offset"), constants, offset));
  }

  private static Operand<TFloat32> filled(Ops tf, Shape shape, float value) {
    float[] values = new float[Math.toIntExact(shape.size())];
    Arrays.fill(values, value);
    return tf.constant(shape, DataBuffers.of(values));
  }
}
