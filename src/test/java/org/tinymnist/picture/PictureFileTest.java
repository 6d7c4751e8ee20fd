package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.tinymnist.picture.Drawing.difference;
import static org.tinymnist.picture.Drawing.encoded;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
  static Map<String, byte[]> oddJpegs() {
    byte[] jpeg = encoded(drawn(300, 400), "jpg");
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

  static Stream<String> oddities() {
    return oddJpegs().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void readsAnOddJpeg(String name) {
    assertReadsTheSeven(oddJpegs().get(name));
  }

  /** libjpeg prints its first warning only, and that is about the oddity. */
  @ParameterizedTest
  @MethodSource("oddities")
  void refusesAnOddJpegWithoutItsLastRows(String name) {
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
            : encoded(drawn(300, 400), format);
    assertRefused(Arrays.copyOf(whole, whole.length * 9 / 10), "damaged picture (");
  }

  /** PhotometricInterpretation and StripByteCounts, by the numbers of their tags. */
  @ParameterizedTest
  @ValueSource(ints = {262, 279})
  void readsATiffWithoutATag(int tag) {
    byte[] tiff = encoded(drawn(60, 80), "tiff");
    tiff[entry(tiff, tag)] = (byte) 0xFF;
    assertReadsTheSeven(tiff);
  }

  /** Grey as lightness, where the two other channels are 0. */
  @Test
  void readsLab() {
    BufferedImage lightness = new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB);
    lightness.createGraphics().drawImage(drawn(300, 400), 0, 0, null);
    for (int p = 0; p < 300 * 400; p++) {
      lightness.setRGB(p % 300, p / 300, lightness.getRGB(p % 300, p / 300) & 0xFF0000);
    }
    byte[] tiff = encoded(lightness, "tiff");
    tiff[entry(tiff, 262) + 9] = 8;
    assertReadsTheSeven(tiff);
  }

  /** Floats of 0 to 255, and integers of which 255 or 2^32 - 1 is white. */
  @Test
  void readsSamplesOf32Bits() {
    assertReadsTheSeven(encoded(seven(DataBuffer.TYPE_FLOAT, 1), "tiff"));
    assertReadsTheSeven(encoded(seven(DataBuffer.TYPE_INT, 1), "tiff"));
    assertReadsTheSeven(encoded(seven(DataBuffer.TYPE_INT, 16_843_009), "tiff"));
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

  static Stream<Arguments> unreadable() {
    String heic = "\0\0\0\30ftypheic\0\0\0\0mif1heic".repeat(4);
    byte[] huge = encoded(drawn(3, 4), "png");
    // The header of a PNG of 65,535 x 65,535 pixels, which would take 17 GB.
    ByteBuffer.wrap(huge).putInt(16, 65_535).putInt(20, 65_535);
    CRC32 crc = new CRC32();
    crc.update(huge, 12, 17);
    ByteBuffer.wrap(huge).putInt(29, (int) crc.getValue());
    return Stream.of(
        arguments("II+\0\10\0\0\0".repeat(9), "BigTIFF cannot be read; save it as JPEG or PNG"),
        arguments(heic, "HEIC cannot be read; save it as JPEG or PNG"),
        arguments(heic.replace("heic", "avif"), "AVIF cannot be read; save it as JPEG or PNG"),
        arguments("seven", "not a picture, expected " + PictureReader.FORMATS),
        arguments("", "not a picture, expected " + PictureReader.FORMATS),
        arguments(
            new String(huge, ISO_8859_1), "65535 x 65535 pixels, expected at most 250 million"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void refusesWhatItCannotRead(String file, String message) {
    assertRefused(file.getBytes(ISO_8859_1), message);
  }

  @Test
  void refusesAFolderNoFileAndAHugeFile() throws IOException {
    Path none = folder.resolve("none.png");
    assertRefused(() -> PictureReader.readSingle(none), "" + none, "no such file, expected a pict");
    assertRefused(
        () -> PictureReader.read(folder), "" + folder, "a folder, expected a picture: PNG");
    try (RandomAccessFile file = new RandomAccessFile(none.toFile(), "rw")) {
      file.setLength(100_000_001);
    }
    assertRefused(
        () -> PictureReader.read(none), "" + none, "too large, expected at most 100000000 b");
  }

  /** A camera of 108 million pixels takes 12,000 x 9,000. */
  @Test
  void readsALargePhotoAtALowerResolution() {
    BufferedImage photo = new BufferedImage(9_000, 12_000, BufferedImage.TYPE_BYTE_BINARY);
    draw(photo, 9_000, 12_000);
    assertThat(PictureReader.read("photo", encoded(photo, "png")))
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

  private static void assertReadsTheSeven(byte[] file) {
    byte[] whole = encoded(drawn(300, 400), "png");
    float[] expected = PictureReader.read("whole", whole).get(0).pixels();
    // Grey levels on average; another digit is 30 or more away.
    assertThat(PictureReader.read("the file", file))
        .singleElement()
        .satisfies(d -> assertThat(difference(expected, d.pixels())).isLessThan(5));
  }

  static void assertRefused(byte[] file, String message) {
    assertRefused(() -> PictureReader.read("the file", file), "the file", message);
  }

  private static void assertRefused(ThrowingCallable reading, String name, String message) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(name + ": " + message)
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
}
