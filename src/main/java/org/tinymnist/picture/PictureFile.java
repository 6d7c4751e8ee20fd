package org.tinymnist.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.gif.GifImageDirectory;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.tinymnist.data.InvalidDataException;

/** Reads picture files by their content; sizes are checked before decoding, as none is trusted. */
final class PictureFile {

  static final String FORMATS = "PNG, JPEG, WebP, BMP, GIF or TIFF";

  // TIFF 6.0: values of PhotometricInterpretation and SampleFormat.
  private static final int LAB = 8;
  private static final int FLOAT = 3;
  private static final int HEADER = 512; // bytes: enough to detect the format
  private static final int MAX_BYTES = 100_000_000;
  private static final long MAX_MEGAPIXELS = 250; // phone cameras reach 200
  private static final int ENOUGH = 2048; // larger pictures are read at less than twice this side

  private PictureFile() {}

  /** Reads a file or a pipe. */
  static byte[] bytes(Path file) {
    if (Files.isDirectory(file) || !Files.exists(file)) {
      String problem = Files.exists(file) ? ": a folder" : ": no such file";
      throw new InvalidDataException(file + problem + ", expected a picture: " + FORMATS);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidDataException(
            "%s: too large, expected at most %s bytes".formatted(file, MAX_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * Decodes the first picture of a file, to at most 4096 pixels per side.
   *
   * @throws InvalidDataException if the format is unknown, or the picture is damaged or too large
   */
  static Picture decode(String name, byte[] bytes) {
    try {
      FileType type =
          FileTypeDetector.detectFileType(new ByteArrayInputStream(Arrays.copyOf(bytes, HEADER)));
      byte[] file = Blemishes.removed(type, bytes);
      Metadata tags = tags(file);
      String other = unreadable(type, tags, file);
      if (other != null) {
        throw new InvalidDataException(
            "%s: %s cannot be read; save it as JPEG or PNG".formatted(name, other));
      }
      Iterator<ImageReader> readers =
          ImageIO.getImageReadersByFormatName(type.getName().toLowerCase(Locale.ROOT));
      if (!readers.hasNext()) {
        throw new InvalidDataException(name + ": not a picture, expected " + FORMATS);
      }
      return decode(name, readers.next(), file, tags);
    } catch (InvalidDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Readers throw unchecked exceptions for some damaged files.
      throw damaged(name, e instanceof EOFException ? "it ends too early" : e.getMessage(), e);
    }
  }

  private static Picture decode(String name, ImageReader reader, byte[] file, Metadata tags)
      throws IOException {
    try {
      // TIFF files without lengths need a stream whose length is known.
      reader.setInput(new ByteArrayImageInputStream(file), true, true);
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      if (width * height > MAX_MEGAPIXELS * 1_000_000) {
        throw new InvalidDataException(
            "%s: %s x %s pixels, expected at most %s million"
                .formatted(name, width, height, MAX_MEGAPIXELS));
      }
      int step = (int) Math.max(1, (Math.max(width, height) - 1) / ENOUGH);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(step, step, 0, 0);
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      Picture picture =
          new Picture(
              Picture.narrowed(reader.read(0, param)),
              step,
              tag(tags, ExifIFD0Directory.class, ExifDirectoryBase.TAG_ORIENTATION, 1),
              tag(tags, GifImageDirectory.class, GifImageDirectory.TAG_LEFT, 0),
              tag(tags, GifImageDirectory.class, GifImageDirectory.TAG_TOP, 0));
      // The JPEG reader fills missing pixels with gray and only warns.
      for (String warning : warnings) {
        if (Blemishes.DAMAGE.matcher(warning).matches()) {
          throw new IOException(warning);
        }
      }
      return picture;
    } finally {
      reader.dispose();
    }
  }

  /** Returns the name of an unsupported format that is similar to a supported one, or null. */
  private static String unreadable(FileType type, Metadata tags, byte[] file) {
    Class<ExifIFD0Directory> exif = ExifIFD0Directory.class;
    int bits = tag(tags, exif, ExifDirectoryBase.TAG_BITS_PER_SAMPLE, 1);
    boolean lab = tag(tags, exif, ExifDirectoryBase.TAG_PHOTOMETRIC_INTERPRETATION, 1) == LAB;
    boolean floats = tag(tags, exif, ExifDirectoryBase.TAG_SAMPLE_FORMAT, 1) == FLOAT;
    if (type == FileType.Tiff && (lab && bits > 8 || (floats ? bits < 32 : bits > 32))) {
      return "TIFF of %s-bit %s".formatted(bits, lab ? "Lab" : floats ? "floats" : "integers");
    }
    String start = new String(file, 0, Math.min(4, file.length), ISO_8859_1);
    boolean big = start.equals("II+\0") || start.equals("MM\0+");
    return type == FileType.Heif ? "HEIC" : type == FileType.Avif ? "AVIF" : big ? "BigTIFF" : null;
  }

  /** Returns the metadata, none if it is damaged: the picture itself may be intact. */
  private static Metadata tags(byte[] file) {
    try {
      return ImageMetadataReader.readMetadata(new ByteArrayInputStream(file), file.length);
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return new Metadata();
    }
  }

  private static int tag(Metadata tags, Class<? extends Directory> type, int tag, int missing) {
    Directory directory = tags.getFirstDirectoryOfType(type);
    int[] values = directory == null ? null : directory.getIntArray(tag);
    return values == null || values.length == 0 ? missing : values[0];
  }

  private static InvalidDataException damaged(String name, String problem, Exception cause) {
    // Messages may quote the file.
    String line = String.valueOf(problem).replaceAll("\\p{Cntrl}", "?");
    return new InvalidDataException(
        line.startsWith("Unsupported")
            ? "%s: %s; save it as PNG".formatted(name, line)
            : "%s: damaged picture (%s), expected %s".formatted(name, line, FORMATS),
        cause);
  }
}
