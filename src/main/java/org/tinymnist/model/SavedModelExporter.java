package org.tinymnist.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.MetaGraphDef.MetaInfoDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.TensorFlowEnvironment;
import org.tinymnist.files.AtomicFile;

/** Writes the network as a SavedModel. */
public final class SavedModelExporter {

  /** Input: raw intensities 0-255, float32 {@code [batch, 28, 28, 1]}. */
  public static final String IMAGES = "images";

  /** Outputs: float32 {@code [batch, 10]}, the same, and int64 {@code [batch]}. */
  public static final String LOGITS = "logits";

  public static final String PROBABILITIES = "probabilities";
  public static final String CLASSES = "classes";

  static final String FILE = "saved_model.pb";

  static final Shape INPUT =
      Shape.of(Shape.UNKNOWN_SIZE, LabeledImages.SIZE, LabeledImages.SIZE, 1);

  private SavedModelExporter() {}

  /**
   * Writes a SavedModel with the tag {@code serve} and two signatures: {@code serving_default} has
   * all outputs; {@code probabilities} has only that output, because LiteRT for Microcontrollers
   * cannot compute the int64 classes.
   *
   * <p>TensorFlow Java's own exporter omits the schema version and the object graph, so that
   * converters reject its models and Python finds no variables in them.
   *
   * @param directory the SavedModel's folder; must not exist
   * @param weights one array per variable, as {@link Variables#get(Session)} returns them
   * @throws IllegalArgumentException if an array is missing or has another size
   * @throws IOException if the SavedModel cannot be written
   */
  public static void export(Path directory, Map<String, float[]> weights) throws IOException {
    TensorFlowEnvironment.prepareToBuild();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      ObjectGraph objects = new ObjectGraph(Network.weights());
      SavedVariables variables = new SavedVariables(tf, Network.weights(), objects);
      SignatureDef all = signature(tf, variables.values());
      SignatureDef probabilities =
          all.toBuilder().removeOutputs(LOGITS).removeOutputs(CLASSES).build();
      objects.addSignature(Signature.DEFAULT_KEY, all, SavedModelExporter::addInference);
      objects.addSignature(PROBABILITIES, probabilities, SavedModelExporter::addInference);
      objects.addServe(all, SavedModelExporter::addInference);
      Files.createDirectories(directory.resolve(SavedVariables.FOLDER));
      variables.save(session, directory, weights);
      MetaGraphDef.Builder meta =
          MetaGraphDef.newBuilder()
              .setMetaInfoDef(
                  MetaInfoDef.newBuilder()
                      .addTags("serve")
                      .setTensorflowVersion(TensorFlow.version()))
              .putSignatureDef(Signature.DEFAULT_KEY, all)
              .putSignatureDef(PROBABILITIES, probabilities);
      variables.describe(graph, meta);
      objects.describe(meta);
      AtomicFile.write(
          directory.resolve(FILE),
          SavedModel.newBuilder()
              .setSavedModelSchemaVersion(1)
              .addMetaGraphs(meta)
              .build()
              .toByteArray());
    } catch (TensorFlowException e) {
      throw new IOException(
          directory + ": cannot be written: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  private static SignatureDef signature(Ops tf, Map<String, Operand<TFloat32>> weights) {
    Placeholder<TFloat32> images =
        tf.withName(IMAGES).placeholder(TFloat32.class, Placeholder.shape(INPUT));
    SignatureDef.Builder signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs(IMAGES, tensor(images));
    Map<String, Operand<?>> outputs = addInference(tf, weights, images);
    for (String output : List.of(LOGITS, PROBABILITIES, CLASSES)) {
      signature.putOutputs(output, tensor(outputs.get(output)));
    }
    return signature.build();
  }

  private static Map<String, Operand<?>> addInference(
      Ops tf, Map<String, Operand<TFloat32>> weights, Operand<TFloat32> images) {
    Operand<TFloat32> checked =
        tf.withControlDependencies(List.of(checkShape(tf, images)))
            .withName("checked_images")
            .identity(images);
    Inference inference = Inference.addTo(tf, weights, checked);
    return Map.of(
        LOGITS, tf.withName(LOGITS).identity(inference.logits()),
        PROBABILITIES, tf.withName(PROBABILITIES).identity(inference.probabilities()),
        CLASSES, tf.withName(CLASSES).identity(inference.classes()));
  }

  /**
   * Adds an operation that fails on images of another shape; its name is part of the error. Without
   * it, TensorFlow's oneDNN kernels abort the process on images without a batch dimension.
   *
   * <p>TensorFlow.js and Core ML cannot convert EnsureShape; all converters drop an Assert. The
   * negated sizes are compared, because TensorFlow would otherwise infer from the declared shape
   * that the check always passes.
   */
  private static Op checkShape(Ops tf, Operand<TFloat32> images) {
    Ops check = tf.withSubScope("images_must_have_shape_batch_28_28_1");
    Operand<TInt32> shape = check.shape(images);
    Operand<TInt32> image =
        check.slice(
            check.math.neg(shape),
            check.withName("begin").constant(new int[] {1}),
            check.withName("size").constant(new int[] {-1}));
    Operand<TInt32> expected =
        check
            .withName("expected")
            .constant(new int[] {-LabeledImages.SIZE, -LabeledImages.SIZE, -1});
    Operand<TBool> equal =
        check.reduceAll(check.math.equal(image, expected), check.withName("axis").constant(0));
    return check.assertThat(equal, List.of(shape));
  }

  private static TensorInfo tensor(Operand<?> operand) {
    return TensorInfo.newBuilder()
        .setName(operand.op().name() + ":0")
        .setDtype(operand.asOutput().dataType())
        .setTensorShape(shape(operand.shape()))
        .build();
  }

  static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return proto.build();
  }
}
