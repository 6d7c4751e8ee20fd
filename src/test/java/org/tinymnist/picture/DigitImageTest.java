package org.tinymnist.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tinymnist.picture.Drawing.difference;
import static org.tinymnist.picture.Drawing.encoded;
import static org.tinymnist.picture.PictureFileTest.assertRefused;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;

/** MNIST's own test images, made into pictures of other kinds and read back. */
class DigitImageTest {

  // Mean differences in grey levels; other digits are 30 or more away.
  private static final double ALIKE = 9; // smoothing by the scaling leaves some 5 ...
  private static final double MOVED = 20; // ... and a centre of mass in the next pixel 12 to 16

  private static final String NOTHING = "nothing stands out from the background, expected a digit";

  private static final LabeledImages IMAGES = DataSet.mnistTest();

  /** Grey files are the usual ones, and the JDK's own conversion to RGB changes their tones. */
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
    float[] original = original(0);
    for (int p = 0; p < original.length; p++) {
      int level = (int) original[p] * (full / 255);
      image.getRaster().setPixel(p % 28, p / 28, new int[] {level, level, level});
    }
    float[] digit = read(encoded(image, "png"));
    for (int p = 0; p < original.length; p++) {
      // Full ink is the third quartile of the strokes, 253 or 254, and becomes 255.
      assertThat(digit[p]).isCloseTo(original[p], within(2.5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"png, 9, 40, 300, true", "jpg, 5, 80, 0, true", "png, 4, 70, 10, false"})
  void findsADigitAnywhereAndPutsItsCentreOfMassInTheMiddle(
      String format, int scale, int left, int top, boolean dark) {
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      float[] digit = read(encoded(inColour(picture(i, scale, left, top, dark)), format));
      sum += difference(original(i), digit);
      double mass = 0;
      double x = 0;
      double y = 0;
      for (int p = 0; p < digit.length; p++) {
        mass += digit[p];
        x += digit[p] * (p % 28);
        y += digit[p] * (p / 28);
      }
      assertThat(x / mass).as("image %d", i).isCloseTo(14, within(0.6));
      assertThat(y / mass).as("image %d", i).isCloseTo(14, within(0.6));
    }
    assertThat(sum / 50).isLessThan(ALIKE);
  }

  @Test
  void readsADrawingThatFillsItsPicture() {
    // Image 0 is a seven; its ink lies in columns 6 to 21 and rows 7 to 26.
    BufferedImage seven = picture(0, 8, 0, 0, false).getSubimage(32, 56, 160, 160);
    assertThat(PictureReader.readDrawing("the drawing", encoded(seven, "png")))
        .singleElement()
        .satisfies(d -> assertThat(difference(original(0), d.pixels())).isLessThan(ALIKE));
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
      int width, int height, int x, int y, int across, int down, float full, float near) {
    boolean clear = near == 1;
    int type = clear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage picture = new BufferedImage(width, height, type);
    bar(picture, clear ? Color.BLACK : Color.WHITE, x, y, across, down);
    double sum = 0;
    for (float level : read(encoded(picture, "png"))) {
      sum += level / 255;
    }
    assertThat(sum).isCloseTo(full, within((double) near));
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

  /** EXIF names the sides of the scene that the first stored row and column show. */
  @ParameterizedTest
  @CsvSource({
    "1, TOP, LEFT",
    "2, TOP, RIGHT",
    "3, BOTTOM, RIGHT",
    "4, BOTTOM, LEFT",
    "5, LEFT, TOP",
    "6, RIGHT, TOP",
    "7, RIGHT, BOTTOM",
    "8, LEFT, BOTTOM"
  })
  void turnsAPhotoAsItsCameraWasHeld(int orientation, String firstRow, String firstColumn) {
    BufferedImage scene = picture(0, 6, 40, 0, true);
    boolean upright = "TOP BOTTOM".contains(firstRow);
    int width = upright ? scene.getWidth() : scene.getHeight();
    int height = upright ? scene.getHeight() : scene.getWidth();
    BufferedImage stored = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < width * height; p++) {
      int down = "BOTTOM RIGHT".contains(firstRow) ? height - 1 - p / width : p / width;
      int along = "BOTTOM RIGHT".contains(firstColumn) ? width - 1 - p % width : p % width;
      int color = upright ? scene.getRGB(along, down) : scene.getRGB(down, along);
      stored.setRGB(p % width, p / width, color);
    }
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      byte[] jpeg = withExif(encoded(stored, "jpg"), orientation, order);
      assertThat(difference(original(0), read(jpeg))).isLessThan(MOVED);
    }
    byte[] png = withExif(encoded(stored, "png"), orientation);
    assertThat(difference(original(0), read(png))).isLessThan(ALIKE);
  }

  @Test
  void overlooksADamagedExifBlock() {
    byte[] jpeg = encoded(picture(0, 6, 40, 0, true), "jpg");
    byte[] exif = withExif(jpeg, 6, ByteOrder.BIG_ENDIAN);
    // The number of entries, far more than the block holds.
    ByteBuffer.wrap(exif).putShort(20, (short) 30_000);
    assertThat(difference(original(0), read(exif))).isLessThan(ALIKE);
  }

  /**
   * The content decides: no name tells the format. The last is seen with its first row at the
   * right.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "digit.bmp",
        "digit.gif",
        "digit.tiff",
        "digit.webp",
        "lossless.webp",
        "turned.png"
      })
  void readsTheUsualFormats(String name) throws IOException {
    Path corpus = Path.of("src/test/resources/org/tinymnist/picture/PictureFuzzTestInputs");
    float[] read = read(Files.readAllBytes(corpus.resolve("readsOrRefuses").resolve(name)));
    float[] seven = read(Files.readAllBytes(Path.of("src/interop/snippets/seven.png")));
    float[] expected = seven.clone();
    for (int p = 0; name.equals("turned.png") && p < seven.length; p++) {
      expected[p % 28 * 28 + 27 - p / 28] = seven[p];
    }
    assertThat(difference(expected, read)).isLessThan(name.equals("turned.png") ? MOVED : ALIKE);
  }

  @Test
  void refusesAnEmptySheet() {
    for (int side : new int[] {1, 50}) {
      BufferedImage sheet = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      assertRefused(encoded(sheet, "png"), NOTHING);
    }
    Drawing paper =
        Drawing.paper(300, 400, 220, 4, new Random(1)).with((x, y, old) -> old * (0.5 + x / 600.0));
    assertRefused(encoded(paper.image(), "jpg"), NOTHING);
  }

  private static void bar(BufferedImage picture, Color ink, int x, int y, int width, int height) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(ink);
    graphics.fillRect(x, y, width, height);
    graphics.dispose();
  }

  /** Puts an EXIF block with nothing but the orientation behind the file's first two bytes. */
  private static byte[] withExif(byte[] jpeg, int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4D4D : 0x4949));
    tiff.putShort((short) 42).putInt(8); // the directory follows
    tiff.putShort((short) 1); // entry
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
    file.put(jpeg, 0, 2);
    file.putShort((short) 0xFFE1).putShort((short) 34);
    file.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(tiff.array());
    file.put(jpeg, 2, jpeg.length - 2);
    return file.array();
  }

  /** Puts the same behind a PNG's header, which ends with byte 33, as the chunk eXIf. */
  private static byte[] withExif(byte[] png, int orientation) {
    byte[] jpeg = withExif(new byte[2], orientation, ByteOrder.BIG_ENDIAN);
    byte[] chunk = ByteBuffer.allocate(30).putInt(0x65584966).put(jpeg, 12, 26).array();
    CRC32 crc = new CRC32();
    crc.update(chunk);
    return ByteBuffer.allocate(png.length + 38)
        .put(png, 0, 33)
        .putInt(26)
        .put(chunk)
        .putInt((int) crc.getValue())
        .put(png, 33, png.length - 33)
        .array();
  }

  private static float[] read(byte[] file) {
    List<DigitImage> digits = PictureReader.read("the file", file);
    assertThat(digits).hasSize(1);
    return digits.get(0).pixels();
  }

  private static float[] original(int i) {
    float[] original = new float[28 * 28];
    for (int p = 0; p < original.length; p++) {
      original[p] = Byte.toUnsignedInt(IMAGES.image(i)[p]);
    }
    return original;
  }

  /** A test image scaled up, with more margin at the left and the top, dark on light or not. */
  private static BufferedImage picture(int i, int scale, int left, int top, boolean dark) {
    int size = 28 * scale;
    return Drawing.paper(size + left, size + top, dark ? 255 : 0, 0, new Random(0))
        .digit(IMAGES.image(i), left, top, size, dark ? 255 : -255)
        .image();
  }

  private static BufferedImage inColour(BufferedImage grey) {
    BufferedImage picture =
        new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_RGB);
    picture.createGraphics().drawImage(grey, 0, 0, null);
    return picture;
  }
}
