package org.tinymnist.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A training set and a test set, in the form in which MNIST is published: the four files {@code
 * train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
 * {@code t10k-labels-idx1-ubyte}.
 *
 * @param name {@code "MNIST"} for MNIST's own content and for nothing else
 * @param train the images to learn from
 * @param test the images to measure with
 * @param sha256 of each file's unpacked content in lower-case hexadecimal, by {@code t10k-images},
 *     {@code t10k-labels}, {@code train-images} and {@code train-labels}, in this order
 */
public record DataSet(
    String name, LabeledImages train, LabeledImages test, Map<String, String> sha256) {

  /** Key of the test images' checksum. */
  public static final String TEST_IMAGES = "t10k-images";

  private static final String MNIST = "MNIST";
  private static final String TRAIN = "train";
  private static final String TEST = "t10k";

  /** Folders within folders that are looked into: torchvision's are MNIST/raw/. */
  private static final int NESTED = 3;

  private static final int MENTIONED = 8;

  private static final Map<String, String> MNIST_SHA256 =
      Map.of(
          "train-images",
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "train-labels",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          TEST_IMAGES,
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "t10k-labels",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  /** Sorts and copies the checksums. */
  public DataSet {
    sha256 = Collections.unmodifiableSortedMap(new TreeMap<>(sha256));
  }

  /**
   * Loads MNIST from the class path: 60,000 training images and 10,000 test images.
   *
   * @throws InvalidDataException if a file's content is not MNIST's own
   */
  public static DataSet mnist() {
    return mnist(DataSet::resource);
  }

  /** Loads MNIST from wherever {@code files} finds a file, given its name without {@code .gz}. */
  static DataSet mnist(Function<String, IdxFile> files) {
    DataSet set = read(MNIST, files);
    checkMnist(set.sha256);
    return set;
  }

  /**
   * Loads only the test images of {@link #mnist()}.
   *
   * @throws InvalidDataException if a file's content is not MNIST's own
   */
  public static LabeledImages mnistTest() {
    Map<String, String> sha256 = new TreeMap<>();
    LabeledImages test = read(TEST, DataSet::resource, sha256);
    checkMnist(sha256);
    return test;
  }

  /**
   * Loads any data set of 28x28 images in 10 classes, of up to a million images, from its four
   * files, raw or compressed: named as MNIST's, EMNIST's or QMNIST's, in a folder or in folders
   * within. Where a file is there more than once, the shortest path is read.
   *
   * <p>The set is called MNIST if all four checksums are MNIST's, and after the directory
   * otherwise.
   *
   * @param transpose whether the rows of its images are columns, as in EMNIST
   * @throws InvalidDataException if a file is missing or does not hold what it should
   */
  public static DataSet load(Path directory, boolean transpose) {
    DataSet set = read(nameOf(directory), file -> in(directory, file));
    if (transpose) {
      return new DataSet(
          set.name + ", transposed", set.train.transposed(), set.test.transposed(), set.sha256);
    }
    boolean mnist = set.sha256.equals(MNIST_SHA256);
    return mnist ? new DataSet(MNIST, set.train, set.test, set.sha256) : set;
  }

  /**
   * Loads only the test images of {@link #load}; the training files need not be there.
   *
   * @throws InvalidDataException if a file is missing or does not hold what it should
   */
  public static LabeledImages loadTest(Path directory, boolean transpose) {
    LabeledImages test = read(TEST, file -> in(directory, file), new TreeMap<>());
    return transpose ? test.transposed() : test;
  }

  /**
   * Returns the training images alone: the last of them to measure with, the rest to learn from.
   * The test images are not in it.
   *
   * @param count how many are held out, at least 1
   * @throws IllegalArgumentException if that leaves none to learn from
   */
  public DataSet holdingOut(int count) {
    if (count < 1 || count >= train.count()) {
      throw new IllegalArgumentException(
          "validation: %d, expected fewer than the %d training images of %s"
              .formatted(count, train.count(), name));
    }
    Map<String, String> files = new TreeMap<>(sha256);
    files.keySet().removeIf(file -> file.startsWith(TEST));
    int rest = train.count() - count;
    return new DataSet(
        name + ", held-out training images",
        train.range(0, rest),
        train.range(rest, train.count()),
        files);
  }

  private static DataSet read(String name, Function<String, IdxFile> files) {
    Map<String, String> sha256 = new TreeMap<>();
    return new DataSet(name, read(TRAIN, files, sha256), read(TEST, files, sha256), sha256);
  }

  /** Reads the training half or the test half, and notes the checksums of its two files. */
  private static LabeledImages read(
      String half, Function<String, IdxFile> files, Map<String, String> sha256) {
    IdxFile imageFile = files.apply(half + "-images-idx3-ubyte");
    IdxFile labelFile = files.apply(half + "-labels-idx1-ubyte");
    IdxFile.Content images = imageFile.readImages();
    IdxFile.Content labels = labelFile.readLabels();
    if (labels.count() != images.count()) {
      throw new InvalidDataException(
          "%s: %d labels, expected %d, one for each image of %s"
              .formatted(labelFile.name(), labels.count(), images.count(), imageFile.name()));
    }
    sha256.put(half + "-images", images.sha256());
    sha256.put(half + "-labels", labels.sha256());
    return new LabeledImages(images.bytes(), labels.bytes());
  }

  private static void checkMnist(Map<String, String> sha256) {
    sha256.forEach(
        (file, found) -> {
          String expected = MNIST_SHA256.get(file);
          if (!found.equals(expected)) {
            throw new InvalidDataException(
                "MNIST's %s: SHA-256 %s, expected %s".formatted(file, found, expected));
          }
        });
  }

  private static IdxFile resource(String file) {
    String name = "/mnist/" + file + ".gz";
    return new IdxFile(
        name,
        () -> {
          InputStream in = DataSet.class.getResourceAsStream(name);
          if (in == null) {
            throw new FileNotFoundException("not on the class path");
          }
          return in;
        });
  }

  private static IdxFile in(Path directory, String file) {
    String[] words = file.split("-");
    String names =
        "(?i)(.*-)?%s-%s[-.]idx\\d-(ubyte|int)(\\.gz)?"
            .formatted(words[0].equals(TEST) ? "(t10k|test)" : words[0], words[1]);
    try (Stream<Path> files = Files.walk(directory, NESTED, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      return all.stream()
          .filter(path -> path.getFileName().toString().matches(names))
          .min(Comparator.comparingInt(path -> path.toString().length()))
          .map(path -> new IdxFile(path.toString(), () -> Files.newInputStream(path)))
          .orElseThrow(() -> missing(directory, file, all));
    } catch (NoSuchFileException e) {
      throw new InvalidDataException(directory + ": no such folder, expected one with IDX files");
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(directory, e), e);
    }
  }

  private static InvalidDataException missing(Path directory, String file, List<Path> there) {
    String some =
        there.stream()
            .limit(MENTIONED)
            .map(path -> directory.relativize(path).toString())
            .collect(Collectors.joining(", "));
    return new InvalidDataException(
        ("%s: no file %s, expected it or %s, after emnist-...- or qmnist- perhaps, raw or gzip, here"
                + " or in folders within; there %s")
            .formatted(
                directory,
                file,
                file.replace("-idx", ".idx"),
                some.isEmpty() ? "is no file" : "are: " + some));
  }

  private static String nameOf(Path directory) {
    Path last = directory.toAbsolutePath().normalize().getFileName();
    String name = last == null ? directory.toString() : last.toString();
    // A directory's name must not lend MNIST's to other content.
    return name.equalsIgnoreCase(MNIST) ? name + " (not MNIST's own)" : name;
  }
}
