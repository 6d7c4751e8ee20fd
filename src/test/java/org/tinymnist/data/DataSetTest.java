package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {

  static final int IMAGES = 0x803;
  static final int LABELS = 0x801;

  private static final List<String> FILES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

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
  void loadsAnotherSetUnpackedPackedOrBoth() throws IOException {
    DataSet set = DataSet.load(folder, false);
    assertThat(set.name()).isEqualTo(folder.getFileName().toString());
    assertThat(DataSet.load(folder, true).name()).isEqualTo(set.name() + ", transposed");
    assertThat(set.train().count()).isEqualTo(3);
    assertThat(set.test().label(2)).isEqualTo(9);
    assertThat(DataSet.loadTest(folder, false).labels()).isEqualTo(set.test().labels());
    for (String file : FILES) {
      put(file + ".gz", gzip(Files.readAllBytes(folder.resolve(file))));
    }
    assertThat(DataSet.load(folder, false).sha256()).isEqualTo(set.sha256());
    for (String file : FILES) {
      Files.delete(folder.resolve(file));
    }
    assertThat(DataSet.load(folder, false).sha256()).isEqualTo(set.sha256());
  }

  @Test
  void refusesAnotherSetPackedBesideTheUnpackedOneUnlessAFileIsNamed() throws IOException {
    for (String file : FILES) {
      put(file + ".gz", gzip(Files.readAllBytes(folder.resolve(file))));
    }
    put("t10k-labels-idx1-ubyte.gz", gzip(labels(3, 1, 1, 1)));
    assertRefused("t10k-labels-idx1-ubyte.gz: differs from " + folder);
    Path packed = folder.resolve("train-images-idx3-ubyte.gz");
    assertThat(DataSet.load(packed, false).test().labels()).containsExactly(1, 1, 1);
    Path unpacked = folder.resolve("t10k-images-idx3-ubyte");
    assertThat(DataSet.load(unpacked, false).test().labels()).containsExactly(0, 5, 9);
  }

  /** Each file of the folder is moved; what is missing then is never taken from another set. */
  @ParameterizedTest
  @CsvSource({
    "train-labels-idx1-ubyte, kmnist/train-labels-idx1-ubyte",
    "train-labels-idx1-ubyte, fashion-train-labels-idx1-ubyte",
    "train-labels-idx1-ubyte, train-labels.idx1-ubyte",
    "train-labels-idx1-ubyte, train-labels-idx1-ubyte.gz",
    "t10k-labels-idx1-ubyte, test-labels-idx1-ubyte"
  })
  void mixesNoSets(String file, String other) throws IOException {
    Files.createDirectory(folder.resolve("kmnist"));
    Files.move(folder.resolve(file), folder.resolve(other));
    assertRefused("no file " + file + ", expected the files of one set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"emnist-letters-%s", "emnist/%s", "emnist/%1$s/%1$s"})
  void asksWhichOfSeveralSets(String names) throws IOException {
    for (String file : FILES) {
      Path other = folder.resolve(names.formatted(file));
      Files.createDirectories(other.getParent());
      Files.copy(folder.resolve(file), other);
    }
    Path labels = folder.resolve(names.formatted("t10k-labels-idx1-ubyte"));
    Files.write(labels, labels(3, 7, 7, 7));
    assertRefused("several data sets; pass one file of the set instead: " + folder);
    assertThat(DataSet.load(labels, false).test().labels()).containsExactly(7, 7, 7);
  }

  @Test
  void overlooksNeighborsThatCannotBeRead() throws IOException {
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(folder.resolve("parent"), Path.of("."));
    Path found = Files.createDirectory(folder.resolve("lost+found"));
    Files.setPosixFilePermissions(found, Set.of());
    assertThat(DataSet.load(folder, false).train().labels()).containsExactly(0, 5, 9);
  }

  @Test
  void callsADirectoryMnistOnlyForItsContent() throws IOException {
    Path other = Files.createDirectory(folder.resolve("mnist"));
    for (String file : FILES) {
      Files.move(folder.resolve(file), other.resolve(file));
    }
    assertThat(DataSet.load(other, false).name()).isEqualTo("mnist (not MNIST's own)");
    for (String file : FILES) {
      try (InputStream mnist = DataSet.class.getResourceAsStream("/mnist/" + file + ".gz")) {
        Files.copy(mnist, other.resolve(file + ".gz"));
      }
      Files.delete(other.resolve(file));
    }
    assertThat(DataSet.load(other, false).name()).isEqualTo("MNIST");
  }

  @Test
  void namesAFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertRefused(
        "no file train-labels-idx1-ubyte, expected the files of one set: the same prefix, all .gz"
            + " or none; found t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte,"
            + " train-images-idx3-ubyte");
    assertRefused(Files.createDirectory(folder.resolve("empty")), "found no file");
    assertRefused(
        folder.resolve("nothing"), "nothing: no such folder, expected a folder with IDX files");
    assertRefused(
        Files.createFile(folder.resolve("mnist.npz")),
        "mnist.npz: expected a folder with four IDX files, or one of the files");
  }

  /** The names of Kaggle's, EMNIST's and torchvision's files, each as one finds them unpacked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s-images.idx3-ubyte, %s-labels.idx1-ubyte",
        "%S-IMAGES-IDX3-UBYTE, %S-LABELS-IDX1-UBYTE",
        "emnist-digits-%s-images-idx3-ubyte, emnist-digits-%s-labels-idx1-ubyte",
        "%1$s-images-idx3-ubyte/%1$s-images-idx3-ubyte,"
            + " %1$s-labels-idx1-ubyte/%1$s-labels-idx1-ubyte",
        "MNIST/raw/%s-images-idx3-ubyte, MNIST/raw/%s-labels-idx1-ubyte"
      })
  void findsTheNamesOfMirrors(String names) throws IOException {
    Path mirror = folder.resolve("mirror");
    for (String part : new String[] {"train", "t10k"}) {
      String[] files = names.formatted(part, part).split(", ");
      for (String file : files) {
        Files.createDirectories(mirror.resolve(file).getParent());
      }
      Files.copy(folder.resolve(part + "-images-idx3-ubyte"), mirror.resolve(files[0]));
      Files.copy(folder.resolve(part + "-labels-idx1-ubyte"), mirror.resolve(files[1]));
    }
    // What a mirror's archive holds besides is no part of the set.
    Files.write(mirror.resolve("._train-images-idx3-ubyte"), new byte[9]);
    assertThat(DataSet.load(mirror, false).train().labels()).containsExactly(0, 5, 9);
    Path link = Files.createSymbolicLink(folder.resolve("link"), mirror);
    assertThat(DataSet.loadTest(link, false).labels()).containsExactly(0, 5, 9);
  }

  /** QMNIST's labels are rows of 8 integers, of which the first is the digit. */
  @Test
  void readsQmnist() throws IOException {
    Path qmnist = Files.createDirectory(folder.resolve("qmnist"));
    ByteBuffer labels = ByteBuffer.allocate(12 + 3 * 8 * 4).putInt(0xC02).putInt(3).putInt(8);
    for (int digit : new int[] {7, 0, 9}) {
      labels.putInt(digit);
      IntStream.range(1, 8).forEach(column -> labels.putInt(1000 + column));
    }
    for (String part : new String[] {"train", "test"}) {
      Files.write(
          qmnist.resolve("qmnist-" + part + "-images-idx3-ubyte"),
          gzip(images(IMAGES, 3, 28, 28, 3 * 784)));
      Files.write(qmnist.resolve("qmnist-" + part + "-labels-idx2-int"), labels.array());
    }
    assertThat(DataSet.load(qmnist, false).test().labels()).containsExactly(7, 0, 9);
    labels.putInt(12 + 8 * 4, 256);
    Files.write(qmnist.resolve("qmnist-test-labels-idx2-int"), labels.array());
    assertRefused(qmnist, "qmnist-test-labels-idx2-int: label 1 is 256, expected 0 to 9");
    labels.putInt(8, 7);
    Files.write(qmnist.resolve("qmnist-test-labels-idx2-int"), labels.array());
    assertRefused(qmnist, "labels of 7 values, expected 8");
  }

  @Test
  void refusesLabelsForAnotherNumberOfImages() throws IOException {
    put("t10k-labels-idx1-ubyte", labels(2, 1, 2));
    assertRefused("t10k-labels-idx1-ubyte: 2 labels, expected 3, one for each image of ");
  }

  private void assertRefused(String message) {
    assertRefused(folder, message);
  }

  private void assertRefused(Path data, String message) {
    assertThatThrownBy(() -> DataSet.load(data, false))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(folder.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private void put(String file, byte[] content) throws IOException {
    Files.write(folder.resolve(file), content);
  }

  static byte[] images(int magic, int count, int rows, int columns, int bytes) {
    return ByteBuffer.allocate(16 + bytes)
        .putInt(magic)
        .putInt(count)
        .putInt(rows)
        .putInt(columns)
        .array();
  }

  static byte[] labels(int count, int... labels) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length).putInt(LABELS).putInt(count);
    Arrays.stream(labels).forEach(label -> buffer.put((byte) label));
    return buffer.array();
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
