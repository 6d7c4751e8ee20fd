import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** TensorFlow Java, in its own JVM, without this project's classes. */
final class TensorFlowJava {

  private static final String POM =
      "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

  private TensorFlowJava() {}

  public static void main(String[] args) throws Exception {
    try (SavedModelBundle model = SavedModelBundle.load(args[0], "serve")) {
      Exchange.run(
          version(),
          Path.of(args[1]),
          Path.of(args[2]),
          (values, shape) -> classify(model, values, Shape.of(shape)));
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = TensorFlow.class.getResourceAsStream(POM)) {
      properties.load(file);
    }
    return properties.getProperty("version");
  }

  private static Exchange.Predictions classify(SavedModelBundle model, float[] values, Shape shape) {
    try (TFloat32 input = TFloat32.tensorOf(shape, DataBuffers.of(values));
        Result outputs = model.call(Map.of("images", input))) {
      TInt64 classes = (TInt64) outputs.get("classes").orElseThrow();
      return new Exchange.Predictions(
          floats(outputs, "logits"),
          floats(outputs, "probabilities"),
          StdArrays.array1dCopyOf(classes));
    }
  }

  private static float[] floats(Result outputs, String name) {
    TFloat32 tensor = (TFloat32) outputs.get(name).orElseThrow();
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
