package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {

  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @TempDir private Path folder;

  @BeforeEach
  void writeAGoodSet() throws IOException {
    for (String part : new String[] {"train", "t10k"}) {
      put(part + "-images-idx3-ubyte", images(IMAGES, 3, 28, 28, 3 * 784));
      put(part + "-labels-idx1-ubyte", labels(3, 0, 5, 9));
    }
  }

  @Test
  void loadsMnist() {
    DataSet mnist = DataSet.mnist();
    assertThat(mnist.name()).isEqualTo("MNIST");
    assertThat(mnist.train().count()).isEqualTo(60_000);
    assertThat(mnist.test().count()).isEqualTo(10_000);
    assertThat(mnist.sha256().get(DataSet.TEST_IMAGES)).startsWith("0fa7898d");
    // The first training image is a five; the counts of the test labels are MNIST's known ones.
    assertThat(mnist.train().label(0)).isEqualTo(5);
    assertThat(mnist.test().labelCounts())
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
    assertThat(DataSet.mnistTest().pixels()).isEqualTo(mnist.test().pixels());
  }

  @Test
  void holdsOutTheLastTrainingImagesAndNoTestImage() {
    DataSet set = DataSet.load(folder, false);
    DataSet part = set.holdingOut(1);

    // The training labels are 0, 5 and 9.
    assertThat(part.train().labels()).containsExactly(0, 5);
    assertThat(part.test().labels()).containsExactly(9);
    assertThat(part.test().image(0)).isEqualTo(set.train().image(2));
    assertThat(part.name()).isEqualTo(set.name() + ", held-out training images");
    assertThat(part.sha256()).containsOnlyKeys("train-images", "train-labels");
    assertThatThrownBy(() -> set.holdingOut(3))
        .hasMessage("validation: 3, expected fewer than the 3 training images of %s", set.name());
  }

  @Test
  void loadsAnotherSetRawOrGzipped() throws IOException {
    byte[] raw = Files.readAllBytes(folder.resolve("t10k-labels-idx1-ubyte"));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(raw));
    DataSet set = DataSet.load(folder, false);
    assertThat(set.name()).isEqualTo(folder.getFileName().toString());
    assertThat(set.train().count()).isEqualTo(3);
    assertThat(set.test().label(2)).isEqualTo(9);
    assertThat(DataSet.loadTest(folder, false).labels()).isEqualTo(set.test().labels());
  }

  @Test
  void readsTheRawFileWhereTheGzippedOneIsThereToo() throws IOException {
    put("t10k-labels-idx1-ubyte.gz", gzip(labels(3, 1, 1, 1)));
    assertThat(DataSet.load(folder, false).test().labels()).containsExactly(0, 5, 9);
  }

  @Test
  void callsADirectoryMnistOnlyForItsContent() throws IOException {
    List<String> files =
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte");
    Path other = Files.createDirectory(folder.resolve("mnist"));
    for (String file : files) {
      Files.move(folder.resolve(file), other.resolve(file));
    }
    assertThat(DataSet.load(other, false).name()).isEqualTo("mnist (not MNIST's own)");
    for (String file : files) {
      try (InputStream mnist = DataSet.class.getResourceAsStream("/mnist/" + file + ".gz")) {
        Files.copy(mnist, folder.resolve(file + ".gz"));
      }
    }
    assertThat(DataSet.load(folder, false).name()).isEqualTo("MNIST");
  }

  @Test
  void refusesContentThatIsNotMnistsOwn() {
    assertThatThrownBy(
            () ->
                DataSet.mnist(
                    file -> {
                      Path path = folder.resolve(file);
                      return new IdxFile(path.toString(), () -> Files.newInputStream(path));
                    }))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "MNIST's train-(images|labels): SHA-256 [0-9a-f]{64}, expected (ba891046|65a50cbb).*");
  }

  @Test
  void namesAFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertRefused(
        "no file train-labels-idx1-ubyte, expected it, train-labels.idx1-ubyte, emnist-*- or"
            + " qmnist-*, raw or as .gz, here or in folders within; there are:"
            + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, train-images-idx3-ubyte");
    assertThatThrownBy(() -> DataSet.load(folder.resolve("nothing"), false))
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void refusesAWrongMagicNumber() throws IOException {
    put("train-images-idx3-ubyte", images(LABELS, 3, 28, 28, 3 * 784));
    assertRefused("train-images-idx3-ubyte: magic number 0x00000801, expected 0x00000803");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    put("train-images-idx3-ubyte", images(IMAGES, 3, 28, 28, 1000));
    assertRefused("train-images-idx3-ubyte: ends after 1000 bytes of images, expected 2352 for 3");
    put("train-images-idx3-ubyte", new byte[3]);
    assertRefused(
        "train-images-idx3-ubyte: ends within its header, expected the magic number and all sizes");
  }

  @Test
  void refusesAnOverlongFile() throws IOException {
    put("t10k-images-idx3-ubyte", images(IMAGES, 3, 28, 28, 3 * 784 + 1));
    assertRefused("t10k-images-idx3-ubyte: goes on after 2352 bytes of images, expected its end");
  }

  @Test
  void refusesCountsThatDiffer() throws IOException {
    put("t10k-labels-idx1-ubyte", labels(2, 1, 2));
    assertRefused("t10k-labels-idx1-ubyte: 2 labels, expected 3, one for each image of " + folder);
  }

  @Test
  void refusesALabelAboveNine() throws IOException {
    put("t10k-labels-idx1-ubyte", labels(3, 1, 10, 2));
    assertRefused("t10k-labels-idx1-ubyte: label 1 is 10, expected 0 to 9");
  }

  @Test
  void refusesAnotherImageSize() throws IOException {
    put("train-images-idx3-ubyte", images(IMAGES, 3, 32, 28, 3 * 32 * 28));
    assertRefused("train-images-idx3-ubyte: images of 32x28 values, expected 28x28");
  }

  @Test
  void refusesAnEmptySet() throws IOException {
    put("train-images-idx3-ubyte", images(IMAGES, 0, 28, 28, 0));
    assertRefused("train-images-idx3-ubyte: 0 images, expected 1 to 1000000");
  }

  @Test
  void refusesAHugeClaimBeforeItTakesMemory() throws IOException {
    put("train-images-idx3-ubyte", images(IMAGES, -1, 28, 28, 10));
    assertRefused("train-images-idx3-ubyte: 4294967295 images, expected 1 to 1000000");
    put("train-images-idx3-ubyte", images(IMAGES, 1_000_000, 28, 28, 10));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertRefused(
        "train-images-idx3-ubyte: ends after 10 bytes of images, expected 784000000 for 1000000");
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000_000);
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    byte[] whole = gzip(images(IMAGES, 3, 28, 28, 3 * 784));
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertRefused("train-images-idx3-ubyte.gz: gzip data ends too early");
    // After a header of 10 bytes, a block of the type that deflate does not have.
    whole[10] = 7;
    Files.write(file, whole);
    assertRefused("train-images-idx3-ubyte.gz: damaged gzip data");
  }

  /** 200 MB of zeros in 200 KB: nothing past the promised end is unpacked. */
  @Test
  void refusesAGzipBomb() throws IOException {
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bomb)) {
      gzip.write(images(IMAGES, 3, 28, 28, 3 * 784));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), bomb.toByteArray());
    assertRefused("goes on after 2352 bytes of images, expected its end");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> DataSet.load(folder, false))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private void put(String file, byte[] content) throws IOException {
    Files.write(folder.resolve(file), content);
  }

  private static byte[] images(int magic, int count, int rows, int columns, int bytes) {
    return ByteBuffer.allocate(16 + bytes)
        .putInt(magic)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .array();
  }

  private static byte[] labels(int count, int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length).putInt(LABELS).putInt(count);
    Arrays.stream(labels).forEach(label -> buffer.put((byte) label));
    return buffer.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
