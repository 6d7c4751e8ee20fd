package org.tinymnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MNIST's own test images, made into pictures of other kinds and read back. */
class DigitImageTest {

  private static final int COUNT = 50;

  /** Mean correlation with the originals that smoothing by the scaling leaves: 0.95 to 0.96. */
  private static final double ALIKE = 0.94;

  @TempDir private Path folder;
  private static LabeledImages images;

  @BeforeAll
  static void load() {
    images = DataSet.mnistTest();
  }

  @Test
  void leavesAnImageLikeMnistsNearlyAsItIs() throws IOException {
    assertThat(meanCorrelation("same.png", 1, 0, 0, false)).isGreaterThan(0.99);
  }

  @Test
  void findsADarkDigitInTheCornerOfALargePicture() throws IOException {
    assertThat(meanCorrelation("large.png", 9, 40, 300, true)).isGreaterThan(ALIKE);
  }

  @Test
  void readsAJpegInColour() throws IOException {
    assertThat(meanCorrelation("colour.jpg", 5, 80, 0, true)).isGreaterThan(ALIKE);
  }

  @Test
  void takesTransparencyForPaper() throws IOException {
    BufferedImage picture = new BufferedImage(100, 200, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRect(45, 50, 10, 100);
    graphics.dispose();
    float[] one = DigitImage.read(write("transparent.png", picture));
    // 10x100 pixels become 2x20: 40 pixels of full ink.
    float sum = 0;
    for (float value : one) {
      sum += value / 255;
    }
    assertThat(sum).isCloseTo(40, within(1f));
  }

  @Test
  void putsTheCentreOfMassInTheMiddle() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      float[] digit = DigitImage.read(write("centre.png", picture(i, 4, 70, 10, false)));
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
  }

  @Test
  void refusesWhatIsNoPicture() throws IOException {
    assertRefused(folder.resolve("nothing.png"), "no such file, expected a PNG or JPEG picture");
    Path text = Files.writeString(folder.resolve("text.png"), "seven");
    assertRefused(text, "not a picture, expected PNG or JPEG");
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    assertRefused(empty, "not a picture, expected PNG or JPEG");
    Path gif = folder.resolve("image.gif");
    ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "gif", gif.toFile());
    assertRefused(gif, "gif, expected PNG or JPEG");
  }

  @Test
  void refusesADamagedPicture() throws IOException {
    Path png = write("whole.png", picture(0, 9, 0, 0, true));
    byte[] bytes = Files.readAllBytes(png);
    Path half =
        Files.write(folder.resolve("half.png"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(half, "damaged picture");
  }

  /** The header of a PNG of 65,535 x 65,535 pixels, which would take 17 GB. */
  @Test
  void refusesAHugePictureBeforeItTakesMemory() throws IOException {
    byte[] bytes = Files.readAllBytes(write("small.png", picture(0, 1, 0, 0, true)));
    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(bytes);
    header.putInt(16, 65_535).putInt(20, 65_535);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(bytes, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Path huge = Files.write(folder.resolve("huge.png"), bytes);
    assertRefused(huge, "65535 x 65535 pixels, expected at most 100000000 in all");
  }

  @Test
  void refusesAnEmptySheet() throws IOException {
    BufferedImage sheet = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
    Path blank = write("blank.png", sheet);
    assertRefused(blank, "nothing stands out from the background, expected a digit");
  }

  private double meanCorrelation(String name, int scale, int left, int top, boolean dark)
      throws IOException {
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      Path file = write(name, picture(i, scale, left, top, dark));
      sum += correlation(i, DigitImage.read(file));
    }
    return sum / COUNT;
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> DigitImage.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private Path write(String name, BufferedImage picture) throws IOException {
    Path file = folder.resolve(name);
    String format = name.substring(name.indexOf('.') + 1);
    assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
    return file;
  }

  /** A test image scaled up, with more margin at the left and the top, dark on light or not. */
  private static BufferedImage picture(int i, int scale, int left, int top, boolean dark) {
    BufferedImage original = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    byte[] pixels = images.image(i);
    for (int p = 0; p < pixels.length; p++) {
      int value = Byte.toUnsignedInt(pixels[p]);
      int grey = dark ? 255 - value : value;
      original.setRGB(p % 28, p / 28, new Color(grey, grey, grey).getRGB());
    }
    int size = 28 * scale;
    BufferedImage picture = new BufferedImage(size + left, size + top, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(dark ? Color.WHITE : Color.BLACK);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(original, left, top, size, size, null);
    graphics.dispose();
    return picture;
  }

  private static double correlation(int i, float[] digit) {
    byte[] original = images.image(i);
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    int n = digit.length;
    for (int p = 0; p < n; p++) {
      double a = Byte.toUnsignedInt(original[p]);
      double b = digit[p];
      x += a;
      y += b;
      xx += a * a;
      xy += a * b;
      yy += b * b;
    }
    return (n * xy - x * y) / Math.sqrt((n * xx - x * x) * (n * yy - y * y));
  }
}
