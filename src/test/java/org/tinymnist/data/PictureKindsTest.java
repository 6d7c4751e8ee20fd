package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tinymnist.model.Classifier;

/**
 * How well pictures are read that show MNIST's test digits as people have them, drawn here with
 * fixed seeds: by the record of the reference, and MNIST's own images by its Model 1.
 */
class PictureKindsTest {

  private static final Path REFERENCE = Path.of("results/reference");
  private static final Path PAGE = Path.of("src/site/markdown/pictures.md");
  private static final int COUNT = 50;
  private static final int SOME = 8;

  private static final List<String> PLAIN =
      List.of("paper", "gradient", "thin strokes", "fat strokes", "faded strokes");

  private static final List<String> OTHERS =
      List.of(
          "patch on white",
          "page on a table",
          "hard shadow",
          "black corners",
          "clipped gradient",
          "paper's edge",
          "ruled paper",
          "grid paper",
          "plot's frame",
          "form cell",
          "thumb",
          "small in a large sheet",
          "white on transparent",
          "red on green",
          "tight crop",
          "several digits");

  private static LabeledImages images;
  private static Classifier record;
  private static Classifier model1;

  @BeforeAll
  static void load() {
    images = DataSet.mnistTest();
    record = Classifier.load(REFERENCE.resolve("record/seed-1/saved_model"));
    model1 = Classifier.load(REFERENCE.resolve("model-1-optimized/seed-1/saved_model"));
  }

  @AfterAll
  static void close() {
    record.close();
    model1.close();
  }

  /** At least 98 % of plain ones and 95 % of others; the page says how many it is. */
  @Tag("large")
  @ParameterizedTest
  @MethodSource("kinds")
  void reads(String kind) throws IOException {
    int right = right(kind, COUNT);
    System.out.printf("| %s | %d of %d |%n", kind, right, COUNT);
    double least = PLAIN.contains(kind) ? 0.98 : 0.95;
    assertThat(right).isGreaterThanOrEqualTo((int) Math.ceil(least * COUNT));
    assertThat(Files.readString(PAGE)).contains("| %s | %d of %d |".formatted(kind, right, COUNT));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsSomeOf(String kind) {
    assertThat(right(kind, SOME)).isGreaterThanOrEqualTo(SOME - 1);
  }

  static Stream<String> kinds() {
    return Stream.concat(PLAIN.stream(), OTHERS.stream());
  }

  private static int right(String kind, int count) {
    Random random = new Random(17);
    List<String> numbers = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String second = kind.equals("several digits") ? "" + images.label(i + COUNT) : "";
      numbers.add(images.label(i) + second);
      pictures.add(encoded(draw(kind, i, random), "png"));
    }
    return right(numbers, read(record, pictures));
  }

  @Tag("large")
  @Test
  void readsMnistsOwnImagesTenTimesEnlargedAsWellAsInIdx() {
    readsMnistsOwnImagesAsWellAsInIdx("png", false, 10);
  }

  /** Within 0.1 points of the same 1,000 images in IDX. */
  @ParameterizedTest
  @CsvSource({"png, false, 1", "png, true, 1", "jpg, false, 1"})
  void readsMnistsOwnImagesAsWellAsInIdx(String format, boolean inverted, int scale) {
    List<String> labels = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();
    int count = 1000;
    float[] pixels = new float[count * LabeledImages.PIXELS];
    for (int i = 0; i < count; i++) {
      byte[] image = images.image(i);
      for (int p = 0; p < image.length; p++) {
        pixels[i * image.length + p] = Byte.toUnsignedInt(image[p]);
      }
      int side = 28 * scale;
      Drawing drawing =
          Drawing.paper(side, side, inverted ? 255 : 0, 0, new Random(0))
              .digit(image, 0, 0, side, inverted ? 255 : -255);
      labels.add("" + images.label(i));
      pictures.add(encoded(drawing.image(), format));
    }
    int[] classes = model1.classify(pixels, count).classes();
    int asIdx = 0;
    for (int i = 0; i < count; i++) {
      asIdx += classes[i] == images.label(i) ? 1 : 0;
    }
    assertThat(right(labels, read(model1, pictures))).isGreaterThanOrEqualTo(asIdx - count / 1000);
  }

  /**
   * The first 500 images of scikit-learn's digits (E. Alpaydin and C. Kaynak, 1998): 8x8 as they
   * are, and 16x16 as USPS's are. Before pictures had kinds, 458 and 441 were right.
   */
  @ParameterizedTest
  @CsvSource({"1, 458", "2, 441"})
  void readsTightCropsOfAFewPixels(int scale, int least) throws IOException {
    byte[] digits;
    try (InputStream in =
        new GZIPInputStream(getClass().getResourceAsStream("optdigits-500.gz"))) {
      digits = in.readAllBytes();
    }
    List<String> labels = new ArrayList<>();
    List<byte[]> pictures = new ArrayList<>();
    int side = 8 * scale;
    for (int from = 0; from < digits.length; from += 65) {
      labels.add("" + digits[from]);
      BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      for (int i = 0; i < side * side; i++) {
        double x = Math.max(0, Math.min(7, (i % side + 0.5) / scale - 0.5));
        double y = Math.max(0, Math.min(7, (i / side + 0.5) / scale - 0.5));
        double level = 0;
        for (int p = 0; p < 64; p++) {
          double near = Math.max(0, 1 - Math.abs(x - p % 8)) * Math.max(0, 1 - Math.abs(y - p / 8));
          level += near * Math.min(255, 16 * digits[from + 1 + p]);
        }
        image.getRaster().setSample(i % side, i / side, 0, Math.round(level));
      }
      pictures.add(encoded(image, "png"));
    }
    assertThat(right(labels, read(record, pictures))).isGreaterThanOrEqualTo(least);
  }

  @Tag("large")
  @Test
  void readsADigitOf180PixelsAndOneOf60InASheetOf4000() {
    for (int size : new int[] {300, 180, 60}) {
      Drawing sheet =
          Drawing.paper(4000, 3000, 235, 2, new Random(1))
              .digit(images.image(0), 2900, 1500, size * 28 / 20, 180);
      assertThat(read(record, List.of(encoded(sheet.image(), "jpg")))).containsExactly("7");
    }
  }

  @Test
  void keepsTheBoxOfEachDigitInThePicturesPixels() {
    Drawing drawing =
        Drawing.paper(5000, 400, 255, 0, new Random(0))
            .digit(images.image(0), 1000, 60, 280, 255)
            .digit(images.image(2), 1300, 60, 280, 255);
    List<DigitImage> digits = DigitImages.read("two", encoded(drawing.image(), "png"));
    // Image 0 is a seven; its ink lies in columns 6 to 21 and rows 7 to 26.
    assertThat(digits).hasSize(2);
    DigitImage.Box box = digits.get(0).box();
    assertThat(box.left()).isBetween(1050, 1072);
    assertThat(box.top()).isBetween(120, 142);
    assertThat(box.width()).isBetween(140, 172);
    assertThat(box.height()).isBetween(180, 212);
  }

  private static int right(List<String> expected, List<String> read) {
    int right = 0;
    for (int i = 0; i < read.size(); i++) {
      right += expected.get(i).equals(read.get(i)) ? 1 : 0;
    }
    return right;
  }

  /** Returns the number that each picture shows, as one batch. */
  private static List<String> read(Classifier classifier, List<byte[]> pictures) {
    List<List<DigitImage>> all = pictures.stream().map(PictureKindsTest::digits).toList();
    List<DigitImage> digits = all.stream().flatMap(List::stream).toList();
    float[] pixels = new float[digits.size() * LabeledImages.PIXELS];
    for (int i = 0; i < digits.size(); i++) {
      System.arraycopy(
          digits.get(i).pixels(), 0, pixels, i * LabeledImages.PIXELS, LabeledImages.PIXELS);
    }
    int[] classes = classifier.classify(pixels, digits.size()).classes();
    List<String> numbers = new ArrayList<>();
    int next = 0;
    for (List<DigitImage> picture : all) {
      StringBuilder number = new StringBuilder();
      for (int i = 0; i < picture.size(); i++) {
        number.append(classes[next++]);
      }
      numbers.add(number.toString());
    }
    return numbers;
  }

  private static List<DigitImage> digits(byte[] picture) {
    try {
      return DigitImages.read("picture", picture);
    } catch (InvalidDataException e) {
      return List.of();
    }
  }

  private static byte[] encoded(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, out)).isTrue();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage draw(String kind, int i, Random random) {
    byte[] image = images.image(i);
    double grain = 4;
    double degrees = random.nextDouble(-20, 20);
    double angle = random.nextDouble(2 * Math.PI);
    Drawing page = Drawing.paper(300, 300, 215, grain, random);
    return switch (kind) {
      case "paper" -> page.digit(image, 40, 40, 200, 150).image();
      case "gradient" ->
          page.with((x, y, old) -> 128 + 100 * across(x, y, 300, angle))
              .with((x, y, old) -> old * (1 - 0.9 * Drawing.ink(image, x / 8.0 - 4, y / 8.0 - 4)))
              .image();
      case "thin strokes" ->
          page.with((x, y, old) -> old - (Drawing.ink(image, x / 9.0, y / 9.0) > 0.7 ? 150 : 0))
              .image();
      case "fat strokes" ->
          page.with((x, y, old) -> old - (Drawing.ink(image, x / 9.0, y / 9.0) > 0.1 ? 150 : 0))
              .image();
      case "faded strokes" ->
          page.with(
                  (x, y, old) ->
                      old - (50 + x / 2.5) * Drawing.ink(image, x / 9.0 - 2, y / 9.0 - 2))
              .image();
      case "patch on white" ->
          Drawing.paper(460, 460, 255, 0, random)
              .lay(page.digit(image, 40, 40, 220, 150), 200 + 2 * degrees, 220 - degrees, 0)
              .image();
      case "page on a table" ->
          Drawing.paper(500, 400, random.nextDouble(30, 120), 8, random)
              .lay(page.digit(image, 40, 40, 220, 140), 250 + 2 * degrees, 200 + degrees, degrees)
              .image();
      case "clipped gradient" ->
          page.with((x, y, old) -> Math.max(0, Math.min(255, 128 + 320 * across(x, y, 300, angle))))
              .with((x, y, old) -> old * (1 - Drawing.ink(image, x / 8.0 - 4, y / 8.0 - 4)))
              .image();
      case "paper's edge" ->
          page.digit(image, 60, 60, 200, 100)
              .with((x, y, old) -> y + x * degrees / 900 < 12 ? 110 : old)
              .image();
      case "hard shadow" ->
          page.digit(image, 40, 40, 220, 130)
              .with((x, y, old) -> across(x, y, 300, angle) > degrees / 40 ? 0.6 * old : old)
              .image();
      case "black corners" ->
          Drawing.paper(300, 300, 0, 0, random)
              .lay(page.digit(image, 60, 60, 180, 150), 150, 150, degrees)
              .image();
      case "ruled paper" -> lines(page, false, degrees).digit(image, 40, 40, 220, 150).image();
      case "grid paper" -> lines(page, true, degrees).digit(image, 40, 40, 220, 150).image();
      case "plot's frame" ->
          page.with((x, y, old) -> 255)
              .with((x, y, old) -> frame(x, y, 20, 280) ? 0 : old)
              .with((x, y, old) -> x > 8 && x < 16 && y % 40 < 8 && y % 3 > 0 ? 0 : old)
              .digit(image, 40, 40, 220, 255)
              .image();
      case "form cell" ->
          Drawing.paper(140, 140, 110, 3, random)
              .with((x, y, old) -> frame(x, y, 8, 131) || frame(x, y, 9, 130) ? old - 25 : old)
              .digit(image, 20, 20, 100, 70)
              .image();
      case "thumb" ->
          page.digit(image, 50, 20, 220, 140)
              .with((x, y, old) -> Math.hypot(x - 15, y - 315) < 80 ? 120 : old)
              .image();
      case "small in a large sheet" ->
          Drawing.paper(1000, 800, 225, 3, random)
              .digit(image, 100 + 15 * i, 650 - 12 * i, 50, 170)
              .image();
      case "white on transparent" -> painted(image, 0x00FFFFFF, 0xFFFFFF, true);
      case "red on green" -> painted(image, 0xFF1E8C3C, 0xC83C32, false);
      case "tight crop" -> tight(image);
      case "several digits" ->
          Drawing.paper(330, 195, 225, 3, random)
              .digit(image, 15, 22, 150, 160)
              .digit(images.image(i + COUNT), 165, 26, 150, 160)
              .image();
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** From -1 to 1 across a square in a direction. */
  private static double across(int x, int y, int size, double angle) {
    return ((x - size / 2.0) * Math.cos(angle) + (y - size / 2.0) * Math.sin(angle)) / size * 1.4;
  }

  private static boolean frame(int x, int y, int from, int to) {
    boolean inside = Math.min(x, y) >= from && Math.max(x, y) <= to;
    return inside && (x == from || y == from || x == to || y == to);
  }

  /** Rules every 40 pixels, 2 wide and a little oblique. */
  private static Drawing lines(Drawing page, boolean grid, double degrees) {
    double slope = grid ? 0 : Math.tan(Math.toRadians(degrees / 8));
    return page.with(
        (x, y, old) -> {
          boolean down = grid && (x + 300) % 40 < 2;
          boolean across = Math.floorMod((int) Math.round(y + slope * x) + 10, 40) < 2;
          return down || across ? old - 60 : old;
        });
  }

  private static BufferedImage painted(byte[] image, int ground, int ink, boolean clear) {
    BufferedImage picture = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 200 * 200; i++) {
      double share = Drawing.ink(image, i % 200 / 7.0, i / 200 / 7.0);
      int argb = clear ? (int) (255 * share) << 24 : 0xFF000000;
      for (int shift = 0; shift < 24; shift += 8) {
        double from = ground >> shift & 0xFF;
        double to = ink >> shift & 0xFF;
        argb |= (int) (from + share * (to - from)) << shift;
      }
      picture.setRGB(i % 200, i / 200, argb);
    }
    return picture;
  }

  /** What is not black of an image, six times as large. */
  private static BufferedImage tight(byte[] image) {
    int left = 28;
    int top = 28;
    int right = 0;
    int bottom = 0;
    for (int p = 0; p < image.length; p++) {
      if (Byte.toUnsignedInt(image[p]) > 60) {
        left = Math.min(left, p % 28);
        right = Math.max(right, p % 28 + 1);
        top = Math.min(top, p / 28);
        bottom = Math.max(bottom, p / 28 + 1);
      }
    }
    int x0 = left;
    int y0 = top;
    return Drawing.paper(6 * (right - left), 6 * (bottom - top), 0, 0, new Random(0))
        .with((x, y, old) -> 255 * Drawing.ink(image, x0 + x / 6.0, y0 + y / 6.0))
        .image();
  }
}
