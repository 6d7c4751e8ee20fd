import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class Classify {
  public static void main(String[] args) throws Exception {
    var file = Path.of("src/main/resources/mnist/t10k-images-idx3-ubyte.gz");
    try (var content = new GZIPInputStream(Files.newInputStream(file));
        var images = TFloat32.tensorOf(Shape.of(1, 28, 28, 1));
        var model =
            SavedModelBundle.load("results/model-1-optimized/seed-1/saved_model", "serve")) {
      content.skipNBytes(16);
      for (int i = 0; i < 28 * 28; i++) {
        images.setFloat(content.read(), 0, i / 28, i % 28, 0); // raw intensities, 0-255
      }
      try (var outputs = model.call(Map.of("images", images))) {
        var digit = ((TInt64) outputs.get("classes").orElseThrow()).getLong(0);
        var probabilities = (TFloat32) outputs.get("probabilities").orElseThrow();
        System.out.println("digit " + digit);
        System.out.println("probability " + probabilities.getFloat(0, digit));
      }
    }
  }
}
