package org.tinymnist.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A training set and a test set in MNIST's format.
 *
 * @param name {@code "MNIST"} only for MNIST's own content
 * @param sha256 SHA-256 of each file's unpacked content in lower-case hexadecimal, by {@code
 *     t10k-images}, {@code t10k-labels}, {@code train-images}, {@code train-labels} in this order
 */
public record DataSet(
    String name, LabeledImages train, LabeledImages test, Map<String, String> sha256) {

  public static final String TEST_IMAGES = "t10k-images";

  private static final String MNIST = "MNIST";
  private static final String TRAIN = "train";
  private static final String TEST = "t10k";

  private static final List<String> PARTS =
      List.of("train-images", "train-labels", TEST_IMAGES, "t10k-labels");

  /** In the order of {@link #sha256}. */
  private static final List<String> MNIST_SHA256 =
      List.of(
          "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
          "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");

  public DataSet {
    sha256 = Collections.unmodifiableSortedMap(new TreeMap<>(sha256));
  }

  /** Loads MNIST from the class path: 60,000 training images and 10,000 test images. */
  public static DataSet mnist() {
    return read(MNIST, DataSet::resource);
  }

  /** Loads only the test images of {@link #mnist()}. */
  public static LabeledImages mnistTest() {
    return read(TEST, DataSet::resource, new TreeMap<>());
  }

  /**
   * Loads a data set of up to a million 28x28 images in 10 classes from its four files, raw or
   * compressed, named as in MNIST, EMNIST or QMNIST.
   *
   * @param place a folder with one data set in it or its subfolders, or one file of a set
   * @param transpose whether to swap rows and columns (EMNIST needs this)
   * @throws InvalidDataException if a file is missing, invalid or ambiguous
   */
  public static DataSet load(Path place, boolean transpose) {
    DataSet set = read(nameOf(place), files(place, PARTS));
    if (transpose) {
      return new DataSet(
          set.name + ", transposed", set.train.transposed(), set.test.transposed(), set.sha256);
    }
    boolean mnist = List.copyOf(set.sha256.values()).equals(MNIST_SHA256);
    return mnist ? new DataSet(MNIST, set.train, set.test, set.sha256) : set;
  }

  /** Loads only the test images of {@link #load}. */
  public static LabeledImages loadTest(Path place, boolean transpose) {
    LabeledImages test = read(TEST, files(place, PARTS.subList(2, 4)), new TreeMap<>());
    return transpose ? test.transposed() : test;
  }

  /** Returns a data set that is tested on the last training images instead of the test images. */
  public DataSet holdingOut(int count) {
    if (count < 1 || count >= train.count()) {
      throw new IllegalArgumentException(
          "validation: %s, expected fewer than the %s training images of %s"
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

  /** Reads training or test images and adds the checksums of their two files. */
  private static LabeledImages read(
      String half, Function<String, IdxFile> files, Map<String, String> sha256) {
    IdxFile imageFile = files.apply(half + "-images");
    IdxFile labelFile = files.apply(half + "-labels");
    IdxFile.Content images = imageFile.readImages();
    IdxFile.Content labels = labelFile.readLabels();
    if (labels.count() != images.count()) {
      throw new InvalidDataException(
          "%s: %s labels, expected %s, one for each image of %s"
              .formatted(labelFile.name(), labels.count(), images.count(), imageFile.name()));
    }
    sha256.put(half + "-images", images.sha256());
    sha256.put(half + "-labels", labels.sha256());
    return new LabeledImages(images.bytes(), labels.bytes());
  }

  private static IdxFile resource(String part) {
    String kind = part.endsWith("images") ? "idx3" : "idx1";
    String name = "/mnist/%s-%s-ubyte.gz".formatted(part, kind);
    return new IdxFile(name, () -> DataSet.class.getResourceAsStream(name));
  }

  /** Finds the files of a data set. Compressed and raw copies must have the same content. */
  private static Function<String, IdxFile> files(Path place, List<String> parts) {
    List<Map<String, Path>> sets = IdxSearch.find(place, parts);
    for (Map<String, Path> other : sets.subList(1, sets.size())) {
      for (String part : parts) {
        IdxFile first = file(sets.get(0).get(part));
        IdxFile second = file(other.get(part));
        if (!read(first, part).sha256().equals(read(second, part).sha256())) {
          throw new InvalidDataException(
              "%s: differs from %s; pass one of the two files instead of the folder"
                  .formatted(second.name(), first.name()));
        }
      }
    }
    return part -> file(sets.get(0).get(part));
  }

  private static IdxFile.Content read(IdxFile file, String part) {
    return part.endsWith("images") ? file.readImages() : file.readLabels();
  }

  private static IdxFile file(Path path) {
    return new IdxFile(path.toString(), () -> Files.newInputStream(path));
  }

  private static String nameOf(Path place) {
    Path folder = Files.isRegularFile(place) ? place.toAbsolutePath().getParent() : place;
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? folder.toString() : last.toString();
    // Only MNIST's own content is named MNIST.
    return name.equalsIgnoreCase(MNIST) ? name + " (not MNIST's own)" : name;
  }
}
