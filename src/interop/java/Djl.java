import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.nio.file.Path;

/** Deep Java Library, with ONNX Runtime as its engine. */
final class Djl {

  private Djl() {}

  public static void main(String[] args) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(Path.of(args[0]))
            .optEngine("OnnxRuntime")
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor()) {
      Exchange.run(
          Engine.getDjlVersion(),
          Path.of(args[1]),
          Path.of(args[2]),
          (images, count) -> classify(model.getNDManager(), predictor, images, count));
    }
  }

  private static Exchange.Predictions classify(
      NDManager parent, Predictor<NDList, NDList> predictor, float[] images, int count)
      throws TranslateException {
    try (NDManager manager = parent.newSubManager()) {
      NDArray input = manager.create(images, new Shape(count, 28, 28, 1));
      NDList outputs = predictor.predict(new NDList(input));
      float[] values = outputs.get("probabilities").toFloatArray();
      long[] classes = outputs.get("classes").toLongArray();
      outputs.close();
      float[][] probabilities = new float[count][10];
      for (int i = 0; i < count; i++) {
        System.arraycopy(values, 10 * i, probabilities[i], 0, 10);
      }
      return new Exchange.Predictions(probabilities, classes);
    }
  }
}
