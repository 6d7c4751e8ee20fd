package org.tinymnist.picture;

import com.drew.imaging.FileType;
import com.drew.imaging.FileTypeDetector;
import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
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
  private static final long MAX_BYTES = 100_000_000;

  /** Pictures of more rows or columns are refused. */
  private static final int MAX_SIDE = 8192;

  /** Of larger pictures every second, third, ... pixel is enough. */
  private static final int ENOUGH = 2048;

  private static final Set<FileType> READ =
      EnumSet.of(
          FileType.Png, FileType.Jpeg, FileType.WebP, FileType.Bmp, FileType.Gif, FileType.Tiff);

  private PictureFile() {}

  /**
   * Reads a file.
   *
   * @throws InvalidDataException if there is none, or it is too large
   */
  static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException(file + ": no such file, expected a picture: " + FORMATS);
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new InvalidDataException(
            "%s: %d bytes, expected at most %d".formatted(file, size, MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(file, e), e);
    }
  }

  /**
   * Decodes a picture; of several, the first.
   *
   * @param name as messages call it
   * @return at most 4096 pixels a side
   * @throws InvalidDataException if it is no sound picture of a known format, or is too large
   */
  static Picture decode(String name, byte[] bytes) {
    FileType type = type(bytes);
    if (type == FileType.Heif || type == FileType.Avif) {
      throw new InvalidDataException(
          "%s: %s cannot be read; save it as JPEG or PNG, or have the camera do so"
              .formatted(name, type == FileType.Heif ? "HEIC" : "AVIF"));
    }
    if (!READ.contains(type)) {
      throw new InvalidDataException(name + ": not a picture, expected " + FORMATS);
    }
    String format = type.getName().toLowerCase(Locale.ROOT);
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (Math.max(width, height) > MAX_SIDE) {
        throw new InvalidDataException(
            "%s: %d x %d pixels, expected at most %d x %d"
                .formatted(name, width, height, MAX_SIDE, MAX_SIDE));
      }
      int step = Math.max(1, (Math.max(width, height) - 1) / ENOUGH);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      // The JPEG reader fills up what is missing with grey, and only warns.
      if (!warnings.isEmpty()) {
        throw damaged(name, warnings.get(0), null);
      }
      return new Picture(image, step, orientation(bytes));
    } catch (InvalidDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers answer some damaged files with unchecked exceptions.
      throw damaged(name, e.getMessage(), e);
    } finally {
      reader.dispose();
    }
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
        "%s: damaged picture (%s), expected %s".formatted(name, line, FORMATS), cause);
  }

  /**
   * How the picture is to be turned, 1 to 8 (EXIF 2.3, section 4.6.4): a camera stores the rows of
   * its sensor, and says how it was held. 1 where the file does not say, or says it in a damaged
   * block: the picture itself may be sound.
   */
  private static int orientation(byte[] bytes) {
    try {
      var exif =
          ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes), bytes.length)
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer said = exif == null ? null : exif.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return said == null || said < 1 || said > 8 ? 1 : said;
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return 1;
    }
  }
}
