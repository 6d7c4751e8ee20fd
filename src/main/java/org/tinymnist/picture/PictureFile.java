package org.tinymnist.picture;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.tinymnist.data.InvalidDataException;

/**
 * Reads picture files; the format is detected from the content. Files are not trusted: the sizes of
 * the file and of its picture are checked before decoding.
 */
final class PictureFile {

  static final String FORMATS = "PNG, JPEG, WebP, BMP, GIF or TIFF";

  private static final int MAX_BYTES = 100_000_000;

  /** Maximum number of pixels, in millions; phone cameras reach 200. */
  private static final long MAX_MEGAPIXELS = 250;

  /** Larger pictures are subsampled to less than twice this side. */
  private static final int ENOUGH = 2048;

  private static final Set<FileType> READ =
      EnumSet.of(
          FileType.Png, FileType.Jpeg, FileType.WebP, FileType.Bmp, FileType.Gif, FileType.Tiff);

  private PictureFile() {}

  /**
   * Reads a file or a pipe.
   *
   * @throws InvalidDataException if it does not exist, cannot be read or is too large
   */
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
   * Decodes the first picture of a file.
   *
   * @param name used in messages
   * @return at most 4096 pixels per side
   * @throws InvalidDataException if the format is unknown, or the picture is damaged or too large
   */
  static Picture decode(String name, byte[] bytes) {
    FileType type = type(bytes);
    byte[] file = Blemishes.removed(type, bytes);
    PictureTags tags = PictureTags.of(file);
    String other = unreadable(type, tags, file);
    if (other != null) {
      throw new InvalidDataException(
          "%s: %s cannot be read; save it as JPEG or PNG".formatted(name, other));
    }
    if (!READ.contains(type)) {
      throw new InvalidDataException(name + ": not a picture, expected " + FORMATS);
    }
    String format = type.getName().toLowerCase(Locale.ROOT);
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (ImageInputStream in = stream(file)) {
      List<String> damage = new ArrayList<>();
      reader.addIIOReadWarningListener(
          (source, warning) -> Stream.of(warning).filter(Blemishes::isDamage).forEach(damage::add));
      reader.setInput(in, true, true);
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
      BufferedImage image = reader.read(0, param);
      // The JPEG reader fills missing pixels with grey and only warns.
      if (!damage.isEmpty()) {
        throw damaged(name, damage.get(0), null);
      }
      return new Picture(Colours.of(image, tags.signed()), step, tags);
    } catch (InvalidDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Readers throw unchecked exceptions for some damaged files.
      throw damaged(name, e instanceof EOFException ? "it ends too early" : e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Returns a stream of known length, which the TIFF reader needs if the file gives no lengths. */
  private static ImageInputStream stream(byte[] file) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(file)) {
      @Override
      public long length() {
        return file.length;
      }
    };
  }

  /** Returns the name of an unsupported format that is similar to a supported one, or null. */
  private static String unreadable(FileType type, PictureTags tags, byte[] file) {
    String start = new String(file, 0, Math.min(4, file.length), StandardCharsets.ISO_8859_1);
    if (start.equals("II+\0") || start.equals("MM\0+")) {
      return "BigTIFF";
    }
    if (type == FileType.Heif || type == FileType.Avif) {
      return type == FileType.Heif ? "HEIC" : "AVIF";
    }
    return type == FileType.Tiff ? tags.unreadable() : null;
  }

  private static FileType type(byte[] bytes) {
    try {
      return FileTypeDetector.detectFileType(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      // Too short for any format.
      return FileType.Unknown;
    }
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
