package org.tinymnist.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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

  /** The types of input and outputs, as TensorFlow Java prints them. */
  private static final List<Map.Entry<String, String>> SIGNATURE =
      List.of(
          Map.entry(SavedModelExporter.IMAGES, "DT_FLOAT [-1, 28, 28, 1]"),
          Map.entry(SavedModelExporter.LOGITS, "DT_FLOAT [-1, 10]"),
          Map.entry(SavedModelExporter.PROBABILITIES, "DT_FLOAT [-1, 10]"),
          Map.entry(SavedModelExporter.CLASSES, "DT_INT64 [-1]"));

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
    Map<String, String> found = new HashMap<>();
    for (Signature signature : bundle.signatures()) {
      if (signature.key().equals(Signature.DEFAULT_KEY)) {
        signature.getInputs().forEach((name, i) -> found.put(name, i.dataType + " " + i.shape));
        signature.getOutputs().forEach((name, o) -> found.put(name, o.dataType + " " + o.shape));
      }
    }
    for (Map.Entry<String, String> each : SIGNATURE) {
      String type = found.getOrDefault(each.getKey(), "missing");
      if (!type.equals(each.getValue())) {
        throw new InvalidModelException(
            "%s: no digit classifier: signature %s: %s is %s, expected %s"
                .formatted(directory, Signature.DEFAULT_KEY, each.getKey(), type, each.getValue()));
      }
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    bundle.close();
  }
}
