package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.tinymnist.picture.DigitImageTest.ALIKE;
import static org.tinymnist.picture.DigitImageTest.MOVED;
import static org.tinymnist.picture.DigitImageTest.read;
import static org.tinymnist.picture.Drawing.difference;
import static org.tinymnist.picture.Drawing.encoded;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

/** Files of all formats, with blemishes, with missing pixels and of unusual kinds. */
class PictureFileTest {

  private static final Path RESOURCES = Path.of("src/test/resources/org/tinymnist/picture");
  private static final Path CORPUS = RESOURCES.resolve("PictureFuzzTestInputs/readsOrRefuses");
  private static final String PROFILE = "\342\0\26ICC_PROFILE\0";
  private static final String EXIF = "\341\0\42Exif\0\0";
  private static final String CUT =
      "damaged picture (Corrupt JPEG data: premature end of data segment)";

  /** The content decides: no name tells the format. */
  @Test
  void readsTheUsualFormats() throws IOException {
    float[] seven = read(Files.readAllBytes(Path.of("src/interop/snippets/seven.png")));
    for (String name :
        List.of("digit.bmp", "digit.gif", "digit.tiff", "digit.webp", "lossless.webp")) {
      float[] read = read(Files.readAllBytes(CORPUS.resolve(name)));
      assertThat(difference(seven, read)).as(name).isLessThan(ALIKE);
    }
    float[] turned = read(Files.readAllBytes(CORPUS.resolve("turned.png")));
    assertThat(difference(turned(seven, 6), turned)).isLessThan(MOVED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsAPhotoAsItsCameraWasHeld(int orientation) {
    float[] turned = turned(read(encoded(seven(8), "png")), orientation);
    char tag = (char) orientation;
    String big = "MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0" + tag + "\0\0\0\0\0\0";
    String little = "II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0" + tag + "\0\0\0\0\0\0\0";
    for (String tiff : List.of(big, little)) {
      byte[] photo = with(jpeg(), EXIF, tiff).getBytes(ISO_8859_1);
      assertThat(difference(turned, read(photo))).isLessThan(ALIKE);
    }
  }

  /**
   * Turns an image around the middle of pixel 14, where the center of mass is. EXIF names the sides
   * of the scene that the first stored row and column show (2.3, section 4.6.4).
   */
  private static float[] turned(float[] stored, int orientation) {
    boolean rowsFromEnd = "TTBBLRRL".substring(orientation - 1).matches("[BR].*");
    boolean columnsFromEnd = "LRRLTTBB".substring(orientation - 1).matches("[BR].*");
    float[] scene = new float[784];
    for (int p = 0; p < 784; p++) {
      int row = rowsFromEnd ? (28 - p / 28) % 28 : p / 28;
      int column = columnsFromEnd ? (28 - p % 28) % 28 : p % 28;
      scene[orientation < 5 ? 28 * row + column : 28 * column + row] = stored[p];
    }
    return scene;
  }

  /** All show the same seven; they come from reports of people who could not read such files. */
  @Test
  void readsWhatMissesNoPixel() {
    for (File file : RESOURCES.resolve("blemished").toFile().listFiles()) {
      assertThat(PictureReader.read(file.toPath()))
          .as("%s", file)
          .extracting(DigitImage::box)
          .containsExactly(new Box(60, 44, 87, 114));
    }
  }

  /** JPEG files by what is odd about them: each shows {@link #seven}. */
  static Stream<Arguments> oddJpegs() {
    String jpeg = jpeg();
    int scan = jpeg.indexOf("\377\332") + 2;
    int coded = scan + (jpeg.charAt(scan) << 8 | jpeg.charAt(scan + 1));
    String start = jpeg.substring(0, coded - 3);
    String endless = jpeg.substring(0, jpeg.length() - 2);
    return Stream.of(
        arguments("scan parameters", start + "\0\0\0" + jpeg.substring(coded)),
        arguments("JFIF 3.1", jpeg.replaceFirst("JFIF\0.", "JFIF\0\3")),
        arguments("stray bytes", jpeg.replaceFirst("\377\333", "\0\22\64\377\333")),
        arguments("bytes after a start", jpeg.replaceFirst("\377\330", "\377\330\0\0")),
        arguments("bytes before the end", endless + "\0\0\0\0\377\331"),
        arguments("bytes after the end", jpeg + "\0\0\0 more"),
        arguments("no end", endless),
        arguments(
            "damaged EXIF", with(jpeg, EXIF, "MM\0*\0\0\0\10u0\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0")),
        arguments("invalid profile", with(jpeg, PROFILE, "\1\1garble")),
        arguments("first of three parts of a profile", with(jpeg, PROFILE, "\1\3garble")),
        arguments("unknown transform of colors", with(jpeg, "\356\0\16", "Adobe\0d\0\0\0\0\7")));
  }

  private static String jpeg() {
    return new String(encoded(seven(8), "jpg"), ISO_8859_1);
  }

  private static String with(String jpeg, String header, String content) {
    return jpeg.substring(0, 2) + "\377" + header + content + jpeg.substring(2);
  }

  /** libjpeg prints its first warning only, and that is about the oddity. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("oddJpegs")
  void readsAnOddJpegButNotWithoutItsLastRows(String oddity, String jpeg) {
    byte[] odd = jpeg.getBytes(ISO_8859_1);
    assertReadsTheSeven(odd);
    byte[] cut = Arrays.copyOf(odd, odd.length * 2 / 3);
    assertRefused(cut, CUT);
    ByteBuffer.wrap(cut).putShort(cut.length - 2, (short) 0xFFD9);
    assertRefused(cut, CUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff", "webp"})
  void refusesATruncatedFile(String format) throws IOException {
    byte[] whole =
        format.equals("webp")
            ? Files.readAllBytes(RESOURCES.resolve("blemished/webp-bad-icc.webp"))
            : encoded(seven(8), format);
    assertRefused(Arrays.copyOf(whole, whole.length * 9 / 10), "damaged picture (");
  }

  /** PhotometricInterpretation and StripByteCounts, by the numbers of their tags. */
  @ParameterizedTest
  @ValueSource(ints = {262, 279})
  void readsATiffWithoutATag(int tag) {
    byte[] tiff = encoded(seven(3), "tiff");
    tiff[entry(tiff, tag)] = (byte) 0xFF;
    assertReadsTheSeven(tiff);
  }

  /** Gray as lightness, where the two other channels are 0. */
  @Test
  void readsLab() {
    BufferedImage lightness = new BufferedImage(256, 224, BufferedImage.TYPE_INT_RGB);
    lightness.getRaster().setSamples(0, 0, 256, 224, 0, levels(1));
    byte[] tiff = encoded(lightness, "tiff");
    tiff[entry(tiff, 262) + 9] = 8;
    assertReadsTheSeven(tiff);
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

  /** Floats of 0 to 255, and integers of which 255 or 2^32 - 1 is white. */
  @Test
  void readsSamplesOf32Bits() {
    assertReadsTheSeven(tiff(DataBuffer.TYPE_FLOAT, 1));
    assertReadsTheSeven(tiff(DataBuffer.TYPE_INT, 1));
    assertReadsTheSeven(tiff(DataBuffer.TYPE_INT, 16_843_009));
  }

  private static byte[] tiff(int type, int factor) {
    ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    ComponentColorModel model = new ComponentColorModel(space, false, false, 1, type);
    WritableRaster raster = model.createCompatibleWritableRaster(256, 224);
    raster.setSamples(0, 0, 256, 224, 0, levels(factor));
    return encoded(new BufferedImage(model, raster, false, null), "tiff");
  }

  private static int[] levels(int factor) {
    int[] seven = seven(8).getRaster().getSamples(0, 0, 256, 224, 0, (int[]) null);
    return IntStream.of(seven).map(level -> factor * level).toArray();
  }

  static Stream<Arguments> unreadable() {
    String heic = "\0\0\0\30ftypheic\0\0\0\0mif1heic".repeat(4);
    byte[] huge = encoded(seven(3), "png");
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

  @ParameterizedTest(name = "{1}")
  @MethodSource("unreadable")
  void refusesWhatItCannotRead(String file, String message) {
    assertRefused(file.getBytes(ISO_8859_1), message);
  }

  @Test
  void refusesAFolderNoFileAndAHugeFile(@TempDir Path folder) throws IOException {
    Path none = folder.resolve("none.png");
    assertRefused(() -> PictureReader.read(none), none + ": no such file, expected a pict");
    assertRefused(() -> PictureReader.read(folder), folder + ": a folder, expected a picture: PNG");
    try (RandomAccessFile file = new RandomAccessFile(none.toFile(), "rw")) {
      file.setLength(100_000_001);
    }
    assertRefused(() -> PictureReader.read(none), none + ": too large, expected at most 100000000");
  }

  /** A camera of 108 million pixels takes 12,000 x 9,000; its box is in the photo's pixels. */
  @Test
  void readsALargePhotoAtALowerResolution() {
    BufferedImage photo = new BufferedImage(9_000, 12_000, BufferedImage.TYPE_BYTE_BINARY);
    photo.createGraphics().fillRect(3_000, 2_000, 1_500, 8_000);
    assertThat(PictureReader.read("photo", encoded(photo, "png")))
        .extracting(DigitImage::box)
        .containsExactly(new Box(3_000, 2_000, 1_500, 8_000));
  }

  private static BufferedImage seven(int scale) {
    return Drawing.enlarged(DigitImageTest.IMAGES.image(0), scale, 4 * scale, 0, true).image();
  }

  private static void assertReadsTheSeven(byte[] file) {
    assertThat(difference(read(encoded(seven(8), "png")), read(file))).isLessThan(ALIKE);
  }

  static void assertRefused(byte[] file, String message) {
    assertRefused(() -> PictureReader.read("the file", file), "the file: " + message);
  }

  private static void assertRefused(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("\n");
  }
}
