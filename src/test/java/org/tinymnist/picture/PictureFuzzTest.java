package org.tinymnist.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tinymnist.Hostile.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.tinymnist.data.InvalidDataException;

class PictureFuzzTest {

  @FuzzTest
  void readsOrRefuses(byte[] bytes) throws Exception {
    readOrRefuse(
        InvalidDataException.class,
        () -> {
          for (float intensity : DigitImage.pixels(PictureReader.read("the picture", bytes))) {
            assertThat(intensity).isBetween(0f, 255f);
          }
        });
  }
}
