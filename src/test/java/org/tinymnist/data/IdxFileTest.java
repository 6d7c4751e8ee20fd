package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.tinymnist.data.DataSetTest.IMAGES;
import static org.tinymnist.data.DataSetTest.LABELS;
import static org.tinymnist.data.DataSetTest.gzip;
import static org.tinymnist.data.DataSetTest.images;
import static org.tinymnist.data.DataSetTest.labels;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxFileTest {

  static Stream<Arguments> invalidFiles() throws IOException {
    byte[] packed = gzip(images(IMAGES, 3, 28, 28, 3 * 784));
    byte[] damaged = packed.clone();
    // After a header of 10 bytes, a block of the type that deflate does not have.
    damaged[10] = 7;
    return Stream.of(
        arguments(images(LABELS, 3, 28, 28, 0), "magic number 0x00000801, expected 0x0000"),
        arguments(images(IMAGES, 3, 28, 28, 9), "ends after 9 bytes of images, expected 2"),
        arguments(new byte[3], "ends within its header, expected the magic number and"),
        arguments(images(IMAGES, 3, 28, 28, 2353), "continues after 2352 bytes of images, expec"),
        arguments(images(IMAGES, 3, 32, 28, 0), "images of 32x28 values, expected 28x28"),
        arguments(images(IMAGES, 0, 28, 28, 0), "0 images, expected 1 to 1000000"),
        arguments(images(IMAGES, -1, 28, 28, 10), "4294967295 images, expected 1 to 1000"),
        arguments(Arrays.copyOf(packed, 20), "damaged gzip data (it ends too early)"),
        arguments(damaged, "damaged gzip data"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("invalidFiles")
  void refusesInvalidImages(byte[] content, String message) {
    assertThatThrownBy(() -> file(content).readImages())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("the file: " + message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesALabelThatIsNoDigit() {
    assertThatThrownBy(() -> file(labels(3, 1, 10, 2)).readLabels())
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the file: label 1 is 10, expected 0 to 9");
  }

  @Test
  void refusesAHugeClaimBeforeItTakesMemory() {
    byte[] claim = images(IMAGES, 1_000_000, 28, 28, 10);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    refusesInvalidImages(claim, "ends after 10 bytes of images, expected 784000000 for 1000000");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
  }

  private static IdxFile file(byte[] content) {
    return new IdxFile("the file", () -> new ByteArrayInputStream(content));
  }
}
