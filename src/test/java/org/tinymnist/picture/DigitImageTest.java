package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.data.LabeledImages;

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

  /** Grey files are the usual ones, and the JDK's own conversion to RGB changes their tones. */
  @Test
  void leavesAGreyFileLikeMnistsNearlyAsItIs() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage grey = new BufferedImage(28, 28, type);
      int full = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
      byte[] original = images.image(0);
      for (int p = 0; p < original.length; p++) {
        grey.getRaster().setSample(p % 28, p / 28, 0, Byte.toUnsignedInt(original[p]) * full / 255);
      }
      float[] digit = read(write("grey.png", grey));
      for (int p = 0; p < original.length; p++) {
        // Full ink is the third quartile of the strokes, 253 or 254, and becomes 255.
        assertThat(digit[p]).isCloseTo(Byte.toUnsignedInt(original[p]), within(2.5f));
      }
    }
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
    float[] one = read(bar("transparent.png", picture, Color.BLACK, 45, 50, 10, 100));
    // 10x100 pixels become 2x20: 40 pixels of full ink.
    assertThat(sum(one) / 255).isCloseTo(40, within(1f));
  }

  @Test
  void overlooksSpecks() throws IOException {
    assertThat(meanCorrelation("dusty.png", i -> dusty(picture(i, 12, 60, 30, true))))
        .isGreaterThan(ALIKE);
  }

  @Test
  void readsADigitThatFillsThePicture() throws IOException {
    // Image 0 is a seven; its ink lies in columns 6 to 21 and rows 7 to 26.
    BufferedImage seven = picture(0, 10, 0, 0, true).getSubimage(60, 70, 160, 200);
    assertThat(correlation(0, read(write("tight.png", seven)))).isGreaterThan(ALIKE);
  }

  @Test
  void readsADrawingThatFillsItsPicture() throws IOException {
    // As above, with two empty columns at either side.
    BufferedImage seven = picture(0, 8, 0, 0, false).getSubimage(32, 56, 160, 160);
    byte[] drawing = Files.readAllBytes(write("drawing.png", seven));
    assertThat(PictureReader.readDrawing("the drawing", drawing))
        .singleElement()
        .satisfies(digit -> assertThat(correlation(0, digit.pixels())).isGreaterThan(ALIKE));
  }

  @Test
  void givesHairlinesTheUsualWidth() throws IOException {
    BufferedImage picture = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    float[] one = read(bar("hairline.png", picture, Color.WHITE, 150, 50, 2, 200));
    // 0.2 of 20 pixels wide as drawn; the median of MNIST's strokes is 2.4.
    assertThat(sum(one) / 255 / 20).isCloseTo(2.4f, within(0.2f));
  }

  /** A large square drawing has MNIST's form, but is none of its images. */
  @Test
  void givesHairlinesInASquarePictureTheUsualWidth() throws IOException {
    BufferedImage picture = new BufferedImage(560, 560, BufferedImage.TYPE_INT_RGB);
    float[] one = read(bar("square.png", picture, Color.WHITE, 278, 80, 6, 400));
    // The first and the last percent of MNIST's strokes are thinner than 1.4 and wider than 5.
    assertThat(sum(one) / 255 / 20).isBetween(1.4f, 5f);
  }

  /** The second stroke stands on the line, the first ends above it. */
  @Test
  void takesTheTwoStrokesOfAnOpenFourForOneDigit() throws IOException {
    for (boolean open : new boolean[] {true, false}) {
      BufferedImage picture = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
      bar("first.png", picture, Color.WHITE, 110, 60, 14, open ? 90 : 180);
      bar("first.png", picture, Color.WHITE, 110, 136, open ? 50 : 14, 14);
      Path file = bar("both.png", picture, Color.WHITE, 175, 60, 14, 180);
      assertThat(PictureReader.read(file)).hasSize(open ? 1 : 2);
    }
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
  void turnsAPhotoAsItsCameraWasHeld(int orientation, String firstRow, String firstColumn)
      throws IOException {
    BufferedImage scene = picture(0, 6, 40, 0, true);
    int width = scene.getWidth();
    int height = scene.getHeight();
    boolean upright = firstRow.equals("TOP") || firstRow.equals("BOTTOM");
    boolean rowsFromEnd = firstRow.equals("BOTTOM") || firstRow.equals("RIGHT");
    boolean columnsFromEnd = firstColumn.equals("BOTTOM") || firstColumn.equals("RIGHT");
    int storedWidth = upright ? width : height;
    int storedHeight = upright ? height : width;
    BufferedImage stored = new BufferedImage(storedWidth, storedHeight, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < storedHeight; row++) {
      for (int column = 0; column < storedWidth; column++) {
        int down = rowsFromEnd ? storedHeight - 1 - row : row;
        int along = columnsFromEnd ? storedWidth - 1 - column : column;
        stored.setRGB(column, row, upright ? scene.getRGB(along, down) : scene.getRGB(down, along));
      }
    }
    byte[] jpeg = Files.readAllBytes(write("stored.jpg", stored));
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      Path photo = Files.write(folder.resolve("photo.jpg"), withExif(jpeg, orientation, order));
      assertThat(correlation(0, read(photo))).isGreaterThan(ALIKE);
    }
    byte[] png = Files.readAllBytes(write("stored.png", stored));
    Path screenshot = Files.write(folder.resolve("turned.png"), withExif(png, orientation));
    assertThat(correlation(0, read(screenshot))).isGreaterThan(ALIKE);
  }

  /** The content decides: each is named as something else. */
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
    Path misnamed = folder.resolve("picture.jpg");
    Files.copy(corpus.resolve("readsOrRefuses").resolve(name), misnamed);
    float[] seven = read(Path.of("src/interop/snippets/seven.png"));
    float[] read = read(misnamed);
    if (name.equals("turned.png")) {
      // Seen with its first row at the right.
      float[] back = new float[read.length];
      for (int p = 0; p < read.length; p++) {
        back[p] = read[p % 28 * 28 + 27 - p / 28];
      }
      read = back;
    }
    // Turned, its centre of mass moves by a pixel.
    assertThat(correlation(seven, read)).isGreaterThan(name.equals("turned.png") ? 0.7 : ALIKE);
  }

  @Test
  void refusesHeicAndAvifByName() throws IOException {
    for (String brand : List.of("heic", "avif")) {
      byte[] header = ("\0\0\0\30ftyp" + brand + "\0\0\0\0mif1" + brand).getBytes(ISO_8859_1);
      Path photo = Files.write(folder.resolve("photo"), Arrays.copyOf(header, 100));
      assertRefused(photo, brand.toUpperCase(Locale.ROOT) + " cannot be read; save it as JPEG");
    }
  }

  @Test
  void overlooksADamagedExifBlock() throws IOException {
    byte[] jpeg = Files.readAllBytes(write("whole.jpg", picture(0, 6, 40, 0, true)));
    byte[] exif = withExif(jpeg, 6, ByteOrder.BIG_ENDIAN);
    // The number of entries, far more than the block holds.
    ByteBuffer.wrap(exif).putShort(20, (short) 30_000);
    Path photo = Files.write(folder.resolve("photo.jpg"), exif);
    assertThat(correlation(0, read(photo))).isGreaterThan(ALIKE);
  }

  @Test
  void putsTheCentreOfMassInTheMiddle() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      float[] digit = read(write("centre.png", picture(i, 4, 70, 10, false)));
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
    assertRefused(
        folder.resolve("nothing.png"),
        "no such file, expected a picture: PNG, JPEG, WebP, BMP, GIF or TIFF");
    Path text = Files.writeString(folder.resolve("text.png"), "seven");
    assertRefused(text, "not a picture, expected PNG, JPEG, WebP, BMP, GIF or TIFF");
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    assertRefused(empty, "not a picture, expected PNG, JPEG, WebP, BMP, GIF or TIFF");
    assertRefused(folder, "a folder, expected a picture: PNG, JPEG, WebP, BMP, GIF or TIFF");
  }

  @Test
  void refusesAHugeFileBeforeItIsRead() throws IOException {
    Path huge = folder.resolve("huge.png");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(100_000_001);
    }
    assertRefused(huge, "too large, expected at most 100000000 bytes");
  }

  /** The header of a PNG of 65,535 x 65,535 pixels, which would take 17 GB. */
  @Test
  void refusesAHugePictureBeforeItTakesMemory() throws IOException {
    byte[] bytes = Files.readAllBytes(write("small.png", picture(0, 1, 0, 0, true)));
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(16, 65_535).putInt(20, 65_535);
    CRC32 crc = new CRC32();
    crc.update(bytes, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Path huge = Files.write(folder.resolve("huge.png"), bytes);
    assertRefused(huge, "65535 x 65535 pixels, expected at most 250 million");
  }

  @Test
  void refusesAnEmptySheet() throws IOException {
    BufferedImage sheet = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
    Path blank = write("blank.png", sheet);
    assertRefused(blank, "nothing stands out from the background, expected a digit");
    BufferedImage pixel = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertRefused(
        write("pixel.png", pixel), "nothing stands out from the background, expected a digit");
  }

  @Test
  void readsAPictureOfOneColumn() throws IOException {
    BufferedImage column = new BufferedImage(1, 100, BufferedImage.TYPE_INT_RGB);
    Path file = bar("column.png", column, Color.WHITE, 0, 20, 1, 60);
    assertThat(PictureReader.read(file)).hasSize(1);
  }

  @Test
  void refusesEmptyPaperInUnevenLight() throws IOException {
    Drawing paper =
        Drawing.paper(300, 400, 220, 4, new Random(1)).with((x, y, old) -> old * (0.5 + x / 600.0));
    assertRefused(
        write("paper.jpg", paper.image()),
        "nothing stands out from the background, expected a digit");
  }

  /** Draws a stroke into a picture, and writes it. */
  private Path bar(
      String name, BufferedImage picture, Color ink, int x, int y, int width, int height)
      throws IOException {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(ink);
    graphics.fillRect(x, y, width, height);
    graphics.dispose();
    return write(name, picture);
  }

  private double meanCorrelation(String name, int scale, int left, int top, boolean dark)
      throws IOException {
    return meanCorrelation(name, i -> picture(i, scale, left, top, dark));
  }

  private double meanCorrelation(String name, IntFunction<BufferedImage> pictures)
      throws IOException {
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      Path file = write(name, pictures.apply(i));
      sum += correlation(i, read(file));
    }
    return sum / COUNT;
  }

  /** Lays two rows of specks along the upper and the left edge. */
  private static BufferedImage dusty(BufferedImage picture) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.GRAY);
    for (int i = 1; i < 10; i++) {
      graphics.fillRect(picture.getWidth() * i / 10, 11, 3, 3);
      graphics.fillRect(7, picture.getHeight() * i / 10, 3, 3);
    }
    graphics.dispose();
    return picture;
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

  private static float[] read(Path file) {
    return PictureReader.readSingle(file).pixels();
  }

  private static float sum(float[] digit) {
    float sum = 0;
    for (float value : digit) {
      sum += value;
    }
    return sum;
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> read(file))
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
    float[] original = new float[digit.length];
    for (int p = 0; p < digit.length; p++) {
      original[p] = Byte.toUnsignedInt(images.image(i)[p]);
    }
    return correlation(original, digit);
  }

  private static double correlation(float[] original, float[] digit) {
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    double yy = 0;
    int n = digit.length;
    for (int p = 0; p < n; p++) {
      double a = original[p];
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
