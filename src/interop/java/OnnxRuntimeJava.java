import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** ONNX Runtime for Java. */
final class OnnxRuntimeJava {

  private OnnxRuntimeJava() {}

  public static void main(String[] args) throws Exception {
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession model = environment.createSession(args[0])) {
      Exchange.run(
          environment.getVersion(),
          Path.of(args[1]),
          Path.of(args[2]),
          (images, count) -> classify(environment, model, images, count));
    }
  }

  private static Exchange.Predictions classify(
      OrtEnvironment environment, OrtSession model, float[] images, int count) throws OrtException {
    long[] shape = {count, 28, 28, 1};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
        OrtSession.Result outputs = model.run(Map.of("images", input))) {
      return new Exchange.Predictions(
          (float[][]) outputs.get("probabilities").orElseThrow().getValue(),
          (long[]) outputs.get("classes").orElseThrow().getValue());
    }
  }
}
