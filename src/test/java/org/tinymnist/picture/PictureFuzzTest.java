package org.tinymnist.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tinymnist.Hostile.readOrRefuse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.data.InvalidDataException;

class PictureFuzzTest {

  @TempDir static Path folder;

  @FuzzTest
  void readsOrRefuses(byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("picture"), bytes);
    readOrRefuse(
        InvalidDataException.class,
        () -> {
          for (DigitImage digit : PictureReader.read(file)) {
            for (float intensity : digit.pixels()) {
              assertThat(intensity).isBetween(0f, 255f);
            }
          }
        });
  }
}
