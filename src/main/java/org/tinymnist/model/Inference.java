package org.tinymnist.model;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The network for inference, part of a graph: normalisation, all layers with the running
 * statistics, and three readings of the result.
 *
 * @param logits {@code [batch, 10]}
 * @param probabilities {@code [batch, 10]}, the logits' softmax
 * @param classes {@code [batch]}, the most probable digit
 */
public record Inference(
    Operand<TFloat32> logits, Operand<TFloat32> probabilities, Operand<TInt64> classes) {

  /**
   * Adds the network to a graph.
   *
   * @param weights by their names, for example {@link Variables#values()}
   * @param images raw intensities 0-255, {@code [batch, 28, 28, 1]}
   */
  public static Inference addTo(
      Ops tf, Map<String, Operand<TFloat32>> weights, Operand<TFloat32> images) {
    Operand<TFloat32> x = normalise(tf, images);
    Operand<TFloat32> logits = Network.addTo(new InferenceBuilder(tf, weights), x);
    Ops argMax = tf.withSubScope("argmax");
    return new Inference(
        logits,
        tf.withName("softmax").nn.softmax(logits),
        argMax.math.argMax(logits, argMax.withName("axis").constant(1)));
  }

  /**
   * Scales pixels as the source document's PyTorch does: {@code (x / 255 - 0.1307) / 0.3081}.
   *
   * @param images raw intensities 0-255, any shape
   */
  public static Operand<TFloat32> normalise(Ops tf, Operand<TFloat32> images) {
    float factor = (float) (1 / (255 * Network.PIXEL_DEVIATION));
    float offset = (float) (Network.PIXEL_MEAN / Network.PIXEL_DEVIATION);
    Ops scope = tf.withSubScope("normalise");
    Operand<TFloat32> scaled = scope.math.mul(images, scope.withName("factor").constant(factor));
    return scope.math.sub(scaled, scope.withName("offset").constant(offset));
  }
}
