package org.tinymnist.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tinymnist.data.LabeledImages;

/** What an exported SavedModel offers, and how it is written. */
public final class InferenceModel {

  /** Input: raw intensities 0-255, float32 {@code [batch, 28, 28, 1]}. */
  public static final String IMAGES = "images";

  /** Output: float32 {@code [batch, 10]}. */
  public static final String LOGITS = "logits";

  /** Output: float32 {@code [batch, 10]}. */
  public static final String PROBABILITIES = "probabilities";

  /** Output: int64 {@code [batch]}. */
  public static final String CLASSES = "classes";

  private InferenceModel() {}

  /**
   * Writes a SavedModel with tag {@code serve} and signature {@code serving_default}, from a graph
   * that holds inference only.
   *
   * @param directory where it goes; must not exist
   * @param weights one array a weight, as {@link Variables#get(Session)} gives them
   * @throws IOException if it cannot be written
   */
  public static void export(Path directory, Map<String, float[]> weights) throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = Variables.own(tf, Network.weights());
      Placeholder<TFloat32> images =
          tf.withName(IMAGES)
              .placeholder(
                  TFloat32.class,
                  Placeholder.shape(
                      Shape.of(Shape.UNKNOWN_SIZE, LabeledImages.SIZE, LabeledImages.SIZE, 1)));
      Inference inference = Inference.addTo(tf, variables.values(), images);
      variables.set(session, weights);
      Signature signature =
          Signature.builder()
              .methodName("tensorflow/serving/predict")
              .input(IMAGES, images)
              .output(LOGITS, inference.logits())
              .output(PROBABILITIES, inference.probabilities())
              .output(CLASSES, inference.classes())
              .build();
      SavedModelBundle.exporter(directory.toString())
          .withSession(session)
          .withSignature(signature)
          .export();
    } catch (TensorFlowException e) {
      throw new IOException(
          directory + ": cannot be written: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }
}
