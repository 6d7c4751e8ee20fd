import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the Java runtimes share: tensors in, answers out, as ../runtimes.toml says. */
final class Exchange {

  private Exchange() {}

  /** A model's outputs for a tensor, row by row. */
  record Predictions(float[] logits, float[] probabilities, long[] classes) {}

  /** Classifies a tensor. */
  @FunctionalInterface
  interface Classify {
    Predictions of(float[] values, long[] shape) throws Exception;
  }

  static void run(String version, Path tensors, Path output, Classify classify) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(tensors)).order(ByteOrder.LITTLE_ENDIAN);
    var logits = new ByteArrayOutputStream();
    var probabilities = new ByteArrayOutputStream();
    var classes = new ByteArrayOutputStream();
    List<String> answers = new ArrayList<>();
    while (in.hasRemaining()) {
      long[] shape = new long[in.getInt()];
      int size = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = in.getInt();
        size = Math.toIntExact(size * shape[i]);
      }
      float[] values = new float[size];
      in.asFloatBuffer().get(values);
      in.position(in.position() + Float.BYTES * size);
      if (answers.isEmpty()) {
        classify.of(values, shape); // The first call builds and tunes: it is not timed.
      }
      long started = System.nanoTime();
      try {
        Predictions predictions = classify.of(values, shape);
        long nanoseconds = System.nanoTime() - started;
        answers.add(predictions.classes().length + " " + 1e-6 * nanoseconds);
        write(logits, predictions.logits());
        write(probabilities, predictions.probabilities());
        ByteBuffer bytes = littleEndian(predictions.classes().length * Long.BYTES);
        bytes.asLongBuffer().put(predictions.classes());
        classes.write(bytes.array());
      } catch (Exception e) {
        answers.add("refused " + String.valueOf(e.getMessage()).replace('\n', ' '));
      }
    }
    Files.write(output.resolve("logits"), logits.toByteArray());
    Files.write(output.resolve("probabilities"), probabilities.toByteArray());
    Files.write(output.resolve("classes"), classes.toByteArray());
    Files.write(output.resolve("answers"), answers);
    System.out.println(version);
  }

  private static void write(ByteArrayOutputStream out, float[] values) throws IOException {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
