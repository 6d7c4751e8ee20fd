package org.tinymnist.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads PNG and JPEG files as grey pictures. The file is not trusted: its size and the size of its
 * picture are checked before anything is unpacked.
 */
final class PictureFile {

  /** Larger files are refused. */
  private static final long MAX_BYTES = 100_000_000;

  /** Pictures of more rows or columns are refused. */
  private static final int MAX_SIDE = 8192;

  /** Of larger pictures every second, third, ... pixel is enough. */
  private static final int ENOUGH = 1024;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
  private static final float WHITE = 255;

  private PictureFile() {}

  /**
   * Reads a picture, the right way up; what is transparent shows white paper.
   *
   * @return luma (ITU-R BT.601), 0 to 255; fewer than 2048 pixels a side
   * @throws InvalidDataException if the file is no sound PNG or JPEG, or is too large
   */
  static GreyImage read(Path file) {
    byte[] bytes = bytes(file);
    if (startsWith(bytes, PNG)) {
      return decoded(file, bytes, "png");
    }
    if (startsWith(bytes, JPEG)) {
      return decoded(file, bytes, "jpeg").oriented(ExifOrientation.of(bytes));
    }
    throw new InvalidDataException(file + ": not a picture, expected PNG or JPEG");
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException(file + ": no such file, expected a PNG or JPEG picture");
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

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static GreyImage decoded(Path file, byte[] bytes, String format) {
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
                .formatted(file, width, height, MAX_SIDE, MAX_SIDE));
      }
      int step = Math.max(1, Math.max(width, height) / ENOUGH);
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      // The JPEG reader fills up what is missing with grey, and only warns.
      if (!warnings.isEmpty()) {
        throw damaged(file, warnings.get(0), null);
      }
      return grey(image);
    } catch (InvalidDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers answer some damaged files with unchecked exceptions.
      throw damaged(file, e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  private static InvalidDataException damaged(Path file, String problem, Exception cause) {
    return new InvalidDataException(
        "%s: damaged picture (%s), expected PNG or JPEG".formatted(file, problem), cause);
  }

  private static GreyImage grey(BufferedImage image) {
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    float[] values = grey ? samples(image) : lumas(image);
    return new GreyImage(image.getWidth(), image.getHeight(), values);
  }

  /** Not by getRGB: that takes grey samples for linear light, which PNG and JPEG do not mean. */
  private static float[] samples(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    ColorModel model = image.getColorModel();
    float most = (1 << model.getComponentSize(0)) - 1;
    float[] values = new float[width * height];
    image.getRaster().getSamples(0, 0, width, height, 0, values);
    float[] opacities = new float[values.length];
    Arrays.fill(opacities, most);
    if (model.hasAlpha()) {
      image.getRaster().getSamples(0, 0, width, height, 1, opacities);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = onPaper(values[i] * WHITE / most, opacities[i] / most);
    }
    return values;
  }

  private static float[] lumas(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      int red = pixels[i] >> 16 & 0xFF;
      int green = pixels[i] >> 8 & 0xFF;
      int blue = pixels[i] & 0xFF;
      float luma = 0.299f * red + 0.587f * green + 0.114f * blue;
      values[i] = onPaper(luma, (pixels[i] >>> 24) / WHITE);
    }
    return values;
  }

  private static float onPaper(float luma, float opacity) {
    return opacity * luma + (1 - opacity) * WHITE;
  }
}
