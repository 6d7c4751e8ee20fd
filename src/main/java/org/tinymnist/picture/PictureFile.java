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
 * Reads the files of pictures; which format it is, the content says and not the name. The file is
 * not trusted: its size and the size of its picture are checked before anything is unpacked.
 */
final class PictureFile {

  /** What is read, as messages say it. */
  static final String FORMATS = "PNG, JPEG, WebP, BMP, GIF or TIFF";

  /** Larger files are refused. */
  private static final int MAX_BYTES = 100_000_000;

  /** Pictures of more pixels are refused, in millions; cameras of phones reach 200. */
  private static final long MAX_MEGAPIXELS = 250;

  /** Of larger pictures every second, third, ... pixel is enough. */
  private static final int ENOUGH = 2048;

  private static final Set<FileType> READ =
      EnumSet.of(
          FileType.Png, FileType.Jpeg, FileType.WebP, FileType.Bmp, FileType.Gif, FileType.Tiff);

  private PictureFile() {}

  /**
   * Reads a file, or what a pipe delivers.
   *
   * @throws InvalidDataException if there is none, or it is too large
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
   * Decodes a picture; of several, the first.
   *
   * @param name as messages call it
   * @return at most 4096 pixels a side
   * @throws InvalidDataException if it is of no known format, lacks pixels, or is too large
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
      // The JPEG reader fills up what is missing with grey, and only warns.
      if (!damage.isEmpty()) {
        throw damaged(name, damage.get(0), null);
      }
      return new Picture(Colours.of(image, tags.signed()), step, tags);
    } catch (InvalidDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers answer some damaged files with unchecked exceptions.
      throw damaged(name, e instanceof EOFException ? "it ends too early" : e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Returns a stream of known length: the TIFF reader needs it where the file lacks lengths. */
  private static ImageInputStream stream(byte[] file) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(file)) {
      @Override
      public long length() {
        return file.length;
      }
    };
  }

  /** Returns the name of a format that people take for one of those that are read, or null. */
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
      // Too short for any.
      return FileType.Unknown;
    }
  }

  private static InvalidDataException damaged(String name, String problem, Exception cause) {
    // Readers may quote the file.
    String line = String.valueOf(problem).replaceAll("\\p{Cntrl}", "?");
    return new InvalidDataException(
        line.startsWith("Unsupported")
            ? "%s: %s; save it as PNG".formatted(name, line)
            : "%s: damaged picture (%s), expected %s".formatted(name, line, FORMATS),
        cause);
  }
}
