import java.io.File;
import java.util.Map;
import javax.imageio.ImageIO;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class Classify {
  public static void main(String[] args) throws Exception {
    var picture = ImageIO.read(new File(args[1])).getRaster(); // 28x28, light on dark
    try (var model = SavedModelBundle.load(args[0], "serve");
        var images = TFloat32.tensorOf(Shape.of(1, 28, 28, 1))) {
      for (int i = 0; i < 28 * 28; i++) {
        images.setFloat(picture.getSample(i % 28, i / 28, 0), 0, i / 28, i % 28, 0); // 0-255
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
