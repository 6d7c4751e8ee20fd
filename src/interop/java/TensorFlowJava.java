import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.tensorflow.RawTensor;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** TensorFlow Java, in its own JVM, without this project's classes: see ../runtimes.toml. */
final class TensorFlowJava {

  private static final List<String> OUTPUTS = List.of("logits", "probabilities", "classes");
  private static final String POM =
      "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

  private TensorFlowJava() {}

  public static void main(String[] args) throws Exception {
    Path output = Path.of(args[2]);
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[1])));
    List<String> answers = new ArrayList<>();
    List<ByteArrayOutputStream> values = new ArrayList<>();
    OUTPUTS.forEach(name -> values.add(new ByteArrayOutputStream()));
    try (SavedModelBundle model = SavedModelBundle.load(args[0], "serve")) {
      while (in.order(ByteOrder.LITTLE_ENDIAN).hasRemaining()) {
        try (TFloat32 images = next(in)) {
          if (answers.isEmpty()) {
            model.call(Map.of("images", images)).close(); // The first call is not timed.
          }
          long started = System.nanoTime();
          try (Result result = model.call(Map.of("images", images))) {
            long nanoseconds = System.nanoTime() - started;
            for (int i = 0; i < OUTPUTS.size(); i++) {
              RawTensor tensor = result.get(OUTPUTS.get(i)).orElseThrow().asRawTensor();
              byte[] bytes = new byte[Math.toIntExact(tensor.numBytes())];
              tensor.data().read(bytes);
              values.get(i).write(bytes);
            }
            long count = result.get("classes").orElseThrow().shape().size();
            answers.add(count + " " + 1e-6 * nanoseconds);
          } catch (RuntimeException e) {
            answers.add("refused " + String.valueOf(e.getMessage()).replace('\n', ' '));
          }
        }
      }
    }
    for (int i = 0; i < OUTPUTS.size(); i++) {
      Files.write(output.resolve(OUTPUTS.get(i)), values.get(i).toByteArray());
    }
    Files.write(output.resolve("answers"), answers);
    Properties properties = new Properties();
    try (InputStream file = TensorFlow.class.getResourceAsStream(POM)) {
      properties.load(file);
    }
    System.out.println(properties.getProperty("version"));
  }

  /** Reads the next tensor of the file. */
  private static TFloat32 next(ByteBuffer in) {
    long[] shape = new long[in.getInt()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.getInt();
    }
    float[] values = new float[Math.toIntExact(Shape.of(shape).size())];
    in.asFloatBuffer().get(values);
    in.position(in.position() + Float.BYTES * values.length);
    return TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values));
  }
}
