import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the Java runtimes share: images in, predictions and the time out, as ../runtimes.toml says.
 */
final class Exchange {

  private static final int BATCH = 500;
  private static final int PIXELS = 28 * 28;
  private static final int CLASSES = 10;

  private Exchange() {}

  /** What a model says of a batch. */
  record Predictions(float[][] probabilities, long[] classes) {}

  /** Classifies a batch of images, {@code [count, 28, 28, 1]}. */
  @FunctionalInterface
  interface Classify {
    Predictions of(float[] images, int count) throws Exception;
  }

  static void run(String version, Path images, Path output, Classify classify) throws Exception {
    FloatBuffer pixels =
        ByteBuffer.wrap(Files.readAllBytes(images)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    int total = pixels.remaining() / PIXELS;
    ByteBuffer probabilities = littleEndian(total * CLASSES * Float.BYTES);
    ByteBuffer classes = littleEndian(total * Long.BYTES);
    long nanoseconds = 0;
    for (int from = 0; from < total; from += BATCH) {
      int count = Math.min(BATCH, total - from);
      float[] batch = new float[count * PIXELS];
      pixels.get(from * PIXELS, batch);
      if (from == 0) {
        classify.of(batch, count); // the first call builds and tunes: not timed
      }
      long started = System.nanoTime();
      Predictions predictions = classify.of(batch, count);
      nanoseconds += System.nanoTime() - started;
      for (int i = 0; i < count; i++) {
        for (float probability : predictions.probabilities()[i]) {
          probabilities.putFloat(probability);
        }
        classes.putLong(predictions.classes()[i]);
      }
    }
    write(output.resolve("probabilities"), probabilities);
    write(output.resolve("classes"), classes);
    System.out.printf(Locale.ROOT, "%s %g%n", version, 1e-6 * nanoseconds / total);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(Path file, ByteBuffer content) throws IOException {
    Files.write(file, content.array());
  }
}
