package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.model.Classifier;

/**
 * How well the reference's record reads pictures of MNIST's test digits, drawn here with fixed
 * seeds, as people have them. The bounds are what was measured, with a margin; kinds far below 95 % are not solved; what is
 * measured becomes {@code results/reference/pictures.csv} if {@code -Dpictures} says so.
 */
class PictureKindsTest {

  private static final Path MODEL = Path.of("results/reference/record/seed-1/saved_model");
  private static final Path TABLE = Path.of("results/reference/pictures.csv");
  private static final int COUNT = 50;
  private static final Map<String, Integer> RIGHT = new LinkedHashMap<>();

  private static LabeledImages images;
  private static Classifier record;

  @BeforeAll
  static void load() {
    images = DataSet.mnistTest();
    record = Classifier.load(MODEL);
  }

  @AfterAll
  static void write() throws IOException {
    record.close();
    if (Boolean.getBoolean("pictures")) {
      List<String> lines = new ArrayList<>(List.of("kind,pictures,right"));
      RIGHT.forEach((kind, right) -> lines.add(kind + "," + COUNT + "," + right));
      Files.write(TABLE, lines);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "paper, 49",
    "gradient, 49",
    "thin strokes, 49",
    "fat strokes, 48",
    "faded strokes, 49",
    "patch on white, 47",
    "page on a table, 20",
    "hard shadow, 45",
    "black corners, 47",
    "ruled paper, 25",
    "grid paper, 20",
    "plot's frame, 47",
    "form cell, 47",
    "thumb, 47",
    "small in a large sheet, 47",
    "white on transparent, 47",
    "red on green, 47",
    "tight crop, 46",
    "several digits, 45"
  })
  void reads(String kind, int least) {
    Random random = new Random(17);
    int right = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      String number = "" + images.label(i);
      if (kind.equals("several digits")) {
        number += images.label(i + COUNT);
      }
      String read = read(encoded(draw(kind, i, random), "png"));
      if (read.equals(number)) {
        right++;
      } else {
        wrong.add(number + " as " + read);
      }
    }
    RIGHT.put(kind, right);
    assertThat(right).as("%s: %s", kind, wrong).isGreaterThanOrEqualTo(least);
  }

  /** Of 1,000 images; the accuracy on IDX is that of the same images as they are. */
  @ParameterizedTest
  @CsvSource({"png, false, 1", "png, true, 1", "jpg, false, 1", "png, false, 10"})
  void readsMnistsOwnImagesAsPicturesAsWellAsInIdx(String format, boolean inverted, int scale) {
    int count = 1000;
    int asIdx = 0;
    List<String> wrong = new ArrayList<>();
    int asPictures = 0;
    for (int i = 0; i < count; i++) {
      byte[] image = images.image(i);
      float[] pixels = new float[image.length];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = Byte.toUnsignedInt(image[p]);
      }
      asIdx += record.classify(pixels, 1).classes()[0] == images.label(i) ? 1 : 0;
      int side = 28 * scale;
      Drawing drawing =
          Drawing.paper(side, side, inverted ? 255 : 0, 0, new Random(0))
              .digit(image, 0, 0, side, inverted ? 255 : -255);
      String read = read(encoded(drawing.image(), format));
      if (read.equals("" + images.label(i))) {
        asPictures++;
      } else {
        wrong.add(i + " as " + read);
      }
    }
    assertThat(asPictures).as("%s", wrong).isGreaterThanOrEqualTo(asIdx - count / 1000);
  }

  @Test
  void readsEveryFormatOfTheSamePicture() {
    BufferedImage picture = draw("paper", 0, new Random(1));
    for (String format : List.of("png", "jpg", "bmp", "gif", "tiff")) {
      assertThat(read(encoded(picture, format))).as(format).isEqualTo("" + images.label(0));
    }
  }

  private static String read(byte[] bytes) {
    try {
      StringBuilder number = new StringBuilder();
      for (DigitImage digit : DigitImages.read("picture", bytes)) {
        number.append(record.classify(digit.pixels(), 1).classes()[0]);
      }
      return number.toString();
    } catch (InvalidDataException e) {
      return "nothing";
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
          Drawing.paper(1500, 1200, 225, 3, random)
              .digit(image, 200 + 20 * i, 900 - 15 * i, 60, 170)
              .image();
      case "white on transparent" -> painted(image, 0x00FFFFFF, 0xFFFFFF, true);
      case "red on green" -> painted(image, 0xFF1E8C3C, 0xC83C32, false);
      case "tight crop" -> tight(image);
      case "several digits" ->
          Drawing.paper(440, 260, 225, 3, random)
              .digit(image, 20, 30, 200, 160)
              .digit(images.image(i + COUNT), 220, 35, 200, 160)
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
