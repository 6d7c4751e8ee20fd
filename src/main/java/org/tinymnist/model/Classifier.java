package org.tinymnist.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.TensorFlowEnvironment;

/** A loaded SavedModel that classifies images. */
public final class Classifier implements AutoCloseable {

  private final SavedModelBundle bundle;

  private Classifier(SavedModelBundle bundle) {
    this.bundle = bundle;
  }

  /**
   * The output of a model for some images.
   *
   * @param logits {@code [images][10]}
   * @param probabilities {@code [images][10]}
   * @param classes {@code [images]}
   */
  public record Predictions(float[][] logits, float[][] probabilities, int[] classes) {}

  /**
   * Loads a SavedModel.
   *
   * @param directory the folder that holds {@code saved_model.pb}
   * @throws InvalidModelException if it is not a SavedModel, has another signature or cannot be run
   */
  public static Classifier load(Path directory) {
    TensorFlowEnvironment.prepare();
    if (!Files.isRegularFile(directory.resolve(SavedModelExporter.FILE))) {
      throw new InvalidModelException(
          directory + ": no SavedModel, expected a folder with the file saved_model.pb");
    }
    SavedModelBundle bundle;
    try {
      bundle = SavedModelBundle.load(directory.toString(), SavedModelBundle.DEFAULT_TAG);
    } catch (RuntimeException e) {
      throw new InvalidModelException(
          directory + ": cannot be loaded as a SavedModel: " + firstLine(e), e);
    }
    try {
      checkSignature(directory, bundle);
      // TensorFlow also loads a SavedModel without variables, without an error.
      new Classifier(bundle).classify(new float[LabeledImages.PIXELS], 1);
      return new Classifier(bundle);
    } catch (InvalidModelException e) {
      bundle.close();
      throw e;
    } catch (RuntimeException e) {
      bundle.close();
      throw new InvalidModelException(
          directory + ": it cannot classify an image: " + firstLine(e), e);
    }
  }

  /**
   * Classifies images.
   *
   * @param intensities raw intensities 0-255, {@code [count, 28, 28]} row by row
   */
  public Predictions classify(float[] intensities, int count) {
    Shape shape = Shape.of(count, LabeledImages.SIZE, LabeledImages.SIZE, 1);
    try (TFloat32 images = TFloat32.tensorOf(shape, DataBuffers.of(intensities));
        Result result = bundle.call(Map.of(SavedModelExporter.IMAGES, images))) {
      TInt64 classes = (TInt64) result.get(SavedModelExporter.CLASSES).orElseThrow();
      return new Predictions(
          rows(result, SavedModelExporter.LOGITS),
          rows(result, SavedModelExporter.PROBABILITIES),
          Arrays.stream(StdArrays.array1dCopyOf(classes)).mapToInt(Math::toIntExact).toArray());
    }
  }

  private static float[][] rows(Result result, String output) {
    return StdArrays.array2dCopyOf((TFloat32) result.get(output).orElseThrow());
  }

  private static void checkSignature(Path directory, SavedModelBundle bundle) {
    Signature signature =
        bundle.signatures().stream()
            .filter(s -> s.key().equals(Signature.DEFAULT_KEY))
            .findFirst()
            .orElseThrow(() -> other(directory, "it is missing"));
    Map<String, Signature.TensorDescription> inputs = signature.getInputs();
    check(directory, "input", inputs, SavedModelExporter.IMAGES, "DT_FLOAT [-1, 28, 28, 1]");
    Map<String, Signature.TensorDescription> outputs = signature.getOutputs();
    check(directory, "output", outputs, SavedModelExporter.LOGITS, "DT_FLOAT [-1, 10]");
    check(directory, "output", outputs, SavedModelExporter.PROBABILITIES, "DT_FLOAT [-1, 10]");
    check(directory, "output", outputs, SavedModelExporter.CLASSES, "DT_INT64 [-1]");
  }

  private static void check(
      Path directory,
      String what,
      Map<String, Signature.TensorDescription> tensors,
      String name,
      String expected) {
    Signature.TensorDescription tensor = tensors.get(name);
    if (tensor == null) {
      throw other(directory, "it has no %s %s".formatted(what, name));
    }
    String found = tensor.dataType + " " + tensor.shape;
    if (!found.equals(expected)) {
      throw other(directory, "%s %s is %s, expected %s".formatted(what, name, found, expected));
    }
  }

  private static InvalidModelException other(Path directory, String what) {
    return new InvalidModelException(
        directory + ": no digit classifier: signature " + Signature.DEFAULT_KEY + ": " + what);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    bundle.close();
  }
}
