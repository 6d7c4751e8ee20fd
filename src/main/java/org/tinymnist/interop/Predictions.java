package org.tinymnist.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Classifier;

/**
 * What a runtime says of all images, in the files that programs exchange.
 *
 * @param probabilities {@code [images, 10]}, row by row
 * @param classes {@code [images]}
 */
record Predictions(float[] probabilities, long[] classes) {

  private static final int BATCH = 500;
  private static final String PROBABILITIES = "probabilities";
  private static final String CLASSES = "classes";

  /** Asks TensorFlow Java, in this JVM. */
  static Predictions of(Classifier classifier, float[] intensities) {
    int total = intensities.length / LabeledImages.PIXELS;
    float[] probabilities = new float[total * LabeledImages.CLASSES];
    long[] classes = new long[total];
    for (int from = 0; from < total; from += BATCH) {
      int count = Math.min(BATCH, total - from);
      float[] batch =
          Arrays.copyOfRange(
              intensities, from * LabeledImages.PIXELS, (from + count) * LabeledImages.PIXELS);
      Classifier.Predictions predictions = classifier.classify(batch, count);
      for (int i = 0; i < count; i++) {
        System.arraycopy(
            predictions.probabilities()[i],
            0,
            probabilities,
            (from + i) * LabeledImages.CLASSES,
            LabeledImages.CLASSES);
        classes[from + i] = predictions.classes()[i];
      }
    }
    return new Predictions(probabilities, classes);
  }

  /**
   * Reads the two files of a folder.
   *
   * @throws IOException if one is not there, or is not of so many images
   */
  static Predictions read(Path folder, int images) throws IOException {
    float[] probabilities = new float[images * LabeledImages.CLASSES];
    long[] classes = new long[images];
    bytes(folder.resolve(PROBABILITIES), probabilities.length * Float.BYTES)
        .asFloatBuffer()
        .get(probabilities);
    bytes(folder.resolve(CLASSES), classes.length * Long.BYTES).asLongBuffer().get(classes);
    return new Predictions(probabilities, classes);
  }

  /** Writes the two files. */
  void write(Path folder) throws IOException {
    writeFloats(folder.resolve(PROBABILITIES), probabilities);
    ByteBuffer bytes = littleEndian(new byte[classes.length * Long.BYTES]);
    bytes.asLongBuffer().put(classes);
    Files.write(folder.resolve(CLASSES), bytes.array());
  }

  /** Deletes the two files, so that nobody takes them for a later program's. */
  static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(PROBABILITIES));
    Files.deleteIfExists(folder.resolve(CLASSES));
  }

  static void writeFloats(Path file, float[] values) throws IOException {
    ByteBuffer bytes = littleEndian(new byte[values.length * Float.BYTES]);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  private static ByteBuffer bytes(Path file, int expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": was not written");
    }
    byte[] content = Files.readAllBytes(file);
    if (content.length != expected) {
      throw new IOException("%s: %d bytes, expected %d".formatted(file, content.length, expected));
    }
    return littleEndian(content);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
