package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class LabeledImagesTest {

  @Test
  void saysWhatMakesImagesUnlikeMnists() {
    LabeledImages mnist = DataSet.mnistTest().range(0, 1000);
    assertThat(mnist.suspicion()).isEmpty();
    assertThat(mnist.transposed().suspicion())
        .hasValue("the images look transposed, as EMNIST's are: try --transpose");
    assertThat(changed(mnist, value -> 255 - value).suspicion())
        .hasValue("the images look inverted, expected light digits on black");
    assertThat(changed(mnist, value -> value / 128).suspicion())
        .hasValue("all intensities are 0 or 1, expected 0 to 255");
    assertThat(changed(mnist, value -> 7).suspicion()).hasValue("all images are the same");
  }

  private static LabeledImages changed(LabeledImages images, IntUnaryOperator change) {
    byte[] pixels = images.pixels().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) change.applyAsInt(Byte.toUnsignedInt(pixels[i]));
    }
    return new LabeledImages(pixels, images.labels());
  }
}
