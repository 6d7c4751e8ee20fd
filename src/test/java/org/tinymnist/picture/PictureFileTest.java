package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.picture.DigitImage.Box;

/** Files with blemishes, with missing pixels and of unusual kinds. */
class PictureFileTest {

  private static final Path RESOURCES = Path.of("src/test/resources/org/tinymnist/picture");
  private static final String ICC = "ICC_PROFILE\0";

  @TempDir private Path folder;

  /** All show the same seven; they come from reports of people who could not read such files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad-icc.jpg",
        "padding-before-end.jpg",
        "partial-frame.gif",
        "samsung-sos.jpg",
        "webp-bad-icc.webp"
      })
  void readsWhatMissesNoPixel(String name) {
    assertThat(PictureReader.read(RESOURCES.resolve("blemished").resolve(name)))
        .extracting(DigitImage::box)
        .containsExactly(new Box(60, 44, 87, 114));
  }

  /** JPEG files by what is odd about them: each shows the seven of {@link #drawn}. */
  static Map<String, byte[]> oddJpegs() throws IOException {
    byte[] jpeg = encoded("jpg", drawn(300, 400));
    String text = new String(jpeg, ISO_8859_1);
    int scan = text.indexOf("\377\332") + 2;
    int coded = scan + (ByteBuffer.wrap(jpeg).getShort(scan) & 0xFFFF);
    Map<String, String> odd = new TreeMap<>();
    odd.put("scan parameters", text.substring(0, coded - 3) + "\0\0\0" + text.substring(coded));
    odd.put("JFIF 3.1", text.replaceFirst("JFIF\0.", "JFIF\0\3"));
    odd.put("stray bytes", text.replaceFirst("\377\333", "\0\22\64\377\333"));
    odd.put("bytes after a start", text.replaceFirst("\377\330", "\377\330\0\0"));
    odd.put("bytes before the end", text.substring(0, text.length() - 2) + "\0\0\0\0\377\331");
    odd.put("bytes after the end", text + "\0\0\0 more");
    odd.put("no end", text.substring(0, text.length() - 2));
    odd.put("invalid profile", with(text, "\342\0\26", ICC + "\1\1garble"));
    odd.put("first of three parts of a profile", with(text, "\342\0\26", ICC + "\1\3garble"));
    odd.put("unknown transform of colours", with(text, "\356\0\16", "Adobe\0d\0\0\0\0\7"));
    Map<String, byte[]> files = new TreeMap<>();
    odd.forEach((name, file) -> files.put(name, file.getBytes(ISO_8859_1)));
    return files;
  }

  private static String with(String jpeg, String header, String content) {
    return jpeg.substring(0, 2) + "\377" + header + content + jpeg.substring(2);
  }

  static Stream<String> oddities() throws IOException {
    return oddJpegs().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void readsAnOddJpeg(String name) throws IOException {
    assertReadsTheSeven(oddJpegs().get(name));
  }

  /** libjpeg prints its first warning only, and that is about the oddity. */
  @ParameterizedTest
  @MethodSource("oddities")
  void refusesAnOddJpegWithoutItsLastRows(String name) throws IOException {
    byte[] odd = oddJpegs().get(name);
    byte[] cut = Arrays.copyOf(odd, odd.length * 2 / 3);
    assertRefused(cut, "damaged picture (Corrupt JPEG data: premature end of data segment)");
    ByteBuffer.wrap(cut).putShort(cut.length - 2, (short) 0xFFD9);
    assertRefused(cut, "damaged picture (Corrupt JPEG data: premature end of data segment)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff", "webp"})
  void refusesATruncatedFile(String format) throws IOException {
    byte[] whole =
        format.equals("webp")
            ? Files.readAllBytes(RESOURCES.resolve("blemished/webp-bad-icc.webp"))
            : encoded(format, drawn(300, 400));
    assertRefused(Arrays.copyOf(whole, whole.length * 9 / 10), "damaged picture (");
  }

  /** PhotometricInterpretation and StripByteCounts, by the numbers of their tags. */
  @ParameterizedTest
  @ValueSource(ints = {262, 279})
  void readsATiffWithoutATag(int tag) throws IOException {
    byte[] tiff = encoded("tiff", drawn(60, 80));
    tiff[entry(tiff, tag)] = (byte) 0xFF;
    assertReadsTheSeven(tiff);
  }

  /** Grey as lightness, where the two other channels are 0. */
  @Test
  void readsLab() throws IOException {
    BufferedImage lightness = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
    lightness.createGraphics().drawImage(drawn(300, 400), 0, 0, null);
    for (int p = 0; p < 300 * 400; p++) {
      lightness.setRGB(p % 300, p / 300, lightness.getRGB(p % 300, p / 300) & 0xFF0000);
    }
    byte[] tiff = encoded("tiff", lightness);
    tiff[entry(tiff, 262) + 9] = 8;
    assertReadsTheSeven(tiff);
  }

  /** Floats of 0 to 255, and integers of which 255 or 2^32 - 1 is white. */
  @Test
  void readsSamplesOf32Bits() throws IOException {
    assertReadsTheSeven(encoded("tiff", seven(DataBuffer.TYPE_FLOAT, 1)));
    assertReadsTheSeven(encoded("tiff", seven(DataBuffer.TYPE_INT, 1)));
    assertReadsTheSeven(encoded("tiff", seven(DataBuffer.TYPE_INT, 16_843_009)));
  }

  private static BufferedImage seven(int type, int factor) {
    ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    ComponentColorModel model = new ComponentColorModel(space, false, false, 1, type);
    WritableRaster raster = model.createCompatibleWritableRaster(300, 400);
    Raster seven = drawn(300, 400).getRaster();
    for (int p = 0; p < 300 * 400; p++) {
      raster.setSample(p % 300, p / 300, 0, factor * seven.getSample(p % 300, p / 300, 0));
    }
    return new BufferedImage(model, raster, false, null);
  }

  @Test
  void namesABigTiff() throws IOException {
    assertRefused("II+\0\10\0\0\0".repeat(9).getBytes(ISO_8859_1), "BigTIFF cannot be read");
  }

  /** A camera of 108 million pixels takes 12,000 x 9,000. */
  @Test
  void readsALargePhotoAtALowerResolution() throws IOException {
    BufferedImage photo = new BufferedImage(9_000, 12_000, BufferedImage.TYPE_BYTE_BINARY);
    draw(photo, 9_000, 12_000);
    assertThat(PictureReader.read("photo", encoded("png", photo)))
        .singleElement()
        .satisfies(digit -> assertThat(digit.box().width()).isBetween(5_000, 5_600));
  }

  /** A pipe has no size that could be asked for. */
  @Test
  void readsAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path file = RESOURCES.resolve("blemished/bad-icc.jpg");
    new ProcessBuilder("cp", file.toString(), pipe.toString()).start();
    assertThat(PictureReader.read(pipe)).hasSize(1);
  }

  private static void assertReadsTheSeven(byte[] file) throws IOException {
    float[] expected = PictureReader.read("whole", encoded("png", drawn(300, 400))).get(0).pixels();
    List<DigitImage> read = PictureReader.read("the file", file);
    assertThat(read).hasSize(1);
    double sum = 0;
    for (int p = 0; p < expected.length; p++) {
      sum += Math.abs(expected[p] - read.get(0).pixels()[p]);
    }
    // Grey levels on average; another digit is 30 or more away.
    assertThat(sum / expected.length).isLessThan(5);
  }

  private static void assertRefused(byte[] file, String message) {
    assertThatThrownBy(() -> PictureReader.read("the file", file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("the file: " + message)
        .hasMessageNotContaining("\n");
  }

  /** Returns where the entry of a tag begins in a TIFF file, whose directory may be anywhere. */
  private static int entry(byte[] tiff, int tag) {
    ByteOrder order = tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer file = ByteBuffer.wrap(tiff).order(order);
    int at = file.getInt(4) + 2;
    while ((file.getShort(at) & 0xFFFF) != tag) {
      at += 12;
    }
    return at;
  }

  private static BufferedImage drawn(int width, int height) {
    return draw(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), width, height);
  }

  private static BufferedImage draw(BufferedImage picture, int width, int height) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(width / 12f));
    int[] x = {width / 4, width * 3 / 4, width * 2 / 5};
    int[] y = {height / 4, height / 4, height * 3 / 4};
    graphics.drawPolyline(x, y, 3);
    graphics.dispose();
    return picture;
  }

  private static byte[] encoded(String format, BufferedImage picture) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, file)).isTrue();
    return file.toByteArray();
  }
}
