package org.tinymnist.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tinymnist.picture.Drawing.difference;
import static org.tinymnist.picture.Drawing.encoded;
import static org.tinymnist.picture.PictureFileTest.assertRefused;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;

/** MNIST's own test images, made into pictures of other kinds and read back. */
class DigitImageTest {

  // Mean differences in gray levels; other digits are 30 or more away.
  static final double ALIKE = 9; // smoothing by the scaling leaves some 5 ...
  static final double MOVED = 20; // ... and a center of mass in the next pixel 12 to 16

  static final LabeledImages IMAGES = DataSet.mnistTest();

  /** Gray files are the usual ones, and the JDK's own conversion to RGB changes their tones. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void leavesAnImageLikeMnistsNearlyAsItIs(int type) {
    BufferedImage image = new BufferedImage(28, 28, type);
    int full = type == BufferedImage.TYPE_USHORT_GRAY ? 65535 : 255;
    float[] original = IMAGES.intensities(0, 1);
    for (int p = 0; p < original.length; p++) {
      int level = (int) original[p] * (full / 255);
      image.getRaster().setPixel(p % 28, p / 28, new int[] {level, level, level});
    }
    // Full ink is the third quartile of the strokes, 253 or 254, and becomes 255.
    assertThat(read(encoded(image, "png"))).containsExactly(original, within(2.5f));
  }

  @ParameterizedTest
  @CsvSource({"png, 9, 40, 300, true", "jpg, 5, 80, 0, true", "png, 4, 70, 10, false"})
  void findsADigitAnywhereAndPutsItsCenterOfMassInTheMiddle(
      String format, int scale, int left, int top, boolean dark) {
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      Drawing drawing = Drawing.enlarged(IMAGES.image(i), scale, left, top, dark);
      float[] digit = read(encoded(drawing.image(), format));
      sum += difference(IMAGES.intensities(i, 1), digit);
      double mass = sum(digit, p -> 1);
      assertThat(sum(digit, p -> p % 28) / mass).as("image %d", i).isCloseTo(14, within(0.6));
      assertThat(sum(digit, p -> p / 28) / mass).as("image %d", i).isCloseTo(14, within(0.6));
    }
    assertThat(sum / 50).isLessThan(ALIKE);
  }

  private static double sum(float[] digit, IntUnaryOperator weight) {
    return IntStream.range(0, 784).mapToDouble(p -> digit[p] * weight.applyAsInt(p)).sum();
  }

  @Test
  void readsADrawingThatFillsItsPicture() {
    // Image 0 is a seven; its ink lies in columns 6 to 21 and rows 7 to 26.
    BufferedImage seven =
        Drawing.enlarged(IMAGES.image(0), 8, 0, 0, false).image().getSubimage(32, 56, 160, 160);
    DigitImage read = PictureReader.readDrawing("the drawing", encoded(seven, "png")).get(0);
    assertThat(difference(IMAGES.intensities(0, 1), read.pixels())).isLessThan(ALIKE);
  }

  /**
   * Bars by the full pixels that become of them, of 20 pixels' height: 2 pixels wide on transparent
   * paper; hairlines as wide as the median of MNIST's strokes, 2.4, or at least within their first
   * and last percent, 1.4 to 5, where the square picture has the form of MNIST's; any in a picture
   * of one column.
   */
  @ParameterizedTest
  @CsvSource({
    "100, 200, 45, 50, 10, 100, 40, 1",
    "300, 300, 150, 50, 2, 200, 48, 4",
    "560, 560, 278, 80, 6, 400, 64, 36",
    "1, 100, 0, 20, 1, 60, 200, 200"
  })
  void givesStrokesTheUsualWidth(
      int width, int height, int x, int y, int across, int down, float full, double near) {
    boolean clear = near == 1;
    int type = clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage picture = new BufferedImage(width, height, type);
    bar(picture, clear ? Color.BLACK : Color.WHITE, x, y, across, down);
    assertThat(sum(read(encoded(picture, "png")), p -> 1) / 255).isCloseTo(full, within(near));
  }

  /** The second stroke stands on the line, the first ends above it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesTheTwoStrokesOfAnOpenFourForOneDigit(boolean open) {
    BufferedImage picture = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    bar(picture, Color.WHITE, 110, 60, 14, open ? 90 : 180);
    bar(picture, Color.WHITE, 110, 136, open ? 50 : 14, 14);
    bar(picture, Color.WHITE, 175, 60, 14, 180);
    assertThat(PictureReader.read("four", encoded(picture, "png"))).hasSize(open ? 1 : 2);
  }

  private static void bar(BufferedImage picture, Color ink, int x, int y, int width, int height) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(ink);
    graphics.fillRect(x, y, width, height);
    graphics.dispose();
  }

  @Test
  void refusesAnEmptySheet() {
    String nothing = "nothing stands out from the background, expected a digit";
    for (int side : new int[] {1, 50}) {
      BufferedImage sheet = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      assertRefused(encoded(sheet, "png"), nothing);
    }
    Drawing paper =
        Drawing.paper(300, 400, 220, 4, new Random(1)).with((x, y, old) -> old * (0.5 + x / 600.0));
    assertRefused(encoded(paper.image(), "jpg"), nothing);
  }

  static float[] read(byte[] file) {
    List<DigitImage> digits = PictureReader.read("the file", file);
    assertThat(digits).hasSize(1);
    return digits.get(0).pixels();
  }
}
