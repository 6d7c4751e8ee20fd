package org.tinymnist.data;

import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Makes an image like MNIST's from a picture of a digit, as LeCun, Cortes and Burges describe it:
 * the digit fits a box of 20x20 pixels with its proportions kept, grey from smoothing, and lies in
 * 28x28 pixels with its centre of mass in the middle.
 */
public final class DigitImage {

  /** Rows and columns that a digit fills at most. */
  private static final int BOX = 20;

  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  /** Pictures of more pixels are refused before they are unpacked. */
  private static final long MAX_PIXELS = 100_000_000;

  /** A longer side beyond this tells nothing more about 20x20 pixels. */
  private static final int ENOUGH = 1000;

  private static final float WHITE = 255;

  /** Less difference from the background than this is taken for none. */
  private static final float LEAST_CONTRAST = 32;

  /** Pixels above this share of full ink belong to the digit's box. */
  private static final float IN_BOX = 0.3f;

  private DigitImage() {}

  /**
   * Reads a picture of one digit: dark on light or light on dark, of any size, anywhere in it.
   *
   * @param file PNG or JPEG
   * @return intensities 0 (background) to 255, {@code [28, 28]} row by row
   * @throws InvalidDataException if it is no such picture, or shows nothing
   */
  public static float[] read(Path file) {
    GreyImage ink = ink(file, decode(file));
    GreyImage digit = ink.crop(box(ink)).scaledTo(BOX);
    return centred(digit);
  }

  private static GreyImage decode(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidDataException(file + ": no such file, expected a PNG or JPEG picture");
    }
    try (InputStream bytes = Files.newInputStream(file);
        ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidDataException(file + ": not a picture, expected PNG or JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return decode(file, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidDataException(
          "%s: damaged picture (%s), expected PNG or JPEG".formatted(file, e.getMessage()), e);
    }
  }

  private static GreyImage decode(Path file, ImageReader reader) throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw new InvalidDataException("%s: %s, expected PNG or JPEG".formatted(file, format));
    }
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > MAX_PIXELS) {
      throw new InvalidDataException(
          "%s: %d x %d pixels, expected at most %d in all"
              .formatted(file, width, height, MAX_PIXELS));
    }
    int step = Math.max(1, Math.max(width, height) / ENOUGH);
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    return grey(reader.read(0, param));
  }

  /** Luma of ITU-R BT.601; what is transparent shows white paper. */
  private static GreyImage grey(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[] values = new float[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        float red = row[x] >> 16 & 0xFF;
        float green = row[x] >> 8 & 0xFF;
        float blue = row[x] & 0xFF;
        float alpha = (row[x] >>> 24) / WHITE;
        float luma = 0.299f * red + 0.587f * green + 0.114f * blue;
        values[y * width + x] = alpha * luma + (1 - alpha) * WHITE;
      }
    }
    return new GreyImage(width, height, values);
  }

  /**
   * How much each pixel differs from the background, 0 to 255. The background is what the border
   * shows; what the border itself varies by, such as the grain of paper, does not count.
   */
  private static GreyImage ink(Path file, GreyImage picture) {
    float[] border = border(picture);
    float background = percentile(border, 0.5);
    float[] grain = new float[border.length];
    for (int i = 0; i < border.length; i++) {
      grain[i] = Math.abs(border[i] - background);
    }
    float floor = percentile(grain, 0.9);
    float[] ink = picture.values().clone();
    double light = 0;
    double dark = 0;
    for (int i = 0; i < ink.length; i++) {
      ink[i] -= background;
      double square = ink[i] * ink[i];
      light += ink[i] > 0 ? square : 0;
      dark += ink[i] < 0 ? square : 0;
    }
    float sign = light >= dark ? 1 : -1;
    float most = 0;
    for (int i = 0; i < ink.length; i++) {
      ink[i] = Math.max(0, sign * ink[i] - floor);
      most = Math.max(most, ink[i]);
    }
    if (most < LEAST_CONTRAST) {
      throw new InvalidDataException(
          file + ": nothing stands out from the background, expected a digit");
    }
    float full = fullInk(ink, most / 2);
    for (int i = 0; i < ink.length; i++) {
      ink[i] = Math.min(WHITE, ink[i] * WHITE / full);
    }
    return new GreyImage(picture.width(), picture.height(), ink);
  }

  /** What the strokes' inner pixels have: the third quartile of all that are above a half. */
  private static float fullInk(float[] ink, float half) {
    float[] strokes = new float[ink.length];
    int count = 0;
    for (float value : ink) {
      if (value > half) {
        strokes[count++] = value;
      }
    }
    return percentile(Arrays.copyOf(strokes, count), 0.75);
  }

  private static float[] border(GreyImage picture) {
    int width = picture.width();
    int height = picture.height();
    float[] border = new float[2 * (width + height)];
    int i = 0;
    for (int x = 0; x < width; x++) {
      border[i++] = picture.values()[x];
      border[i++] = picture.values()[(height - 1) * width + x];
    }
    for (int y = 0; y < height; y++) {
      border[i++] = picture.values()[y * width];
      border[i++] = picture.values()[(y + 1) * width - 1];
    }
    return border;
  }

  private static float percentile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  /** The smallest box around all ink. */
  private static GreyImage.Box box(GreyImage ink) {
    int left = ink.width();
    int top = ink.height();
    int right = 0;
    int bottom = 0;
    for (int i = 0; i < ink.values().length; i++) {
      if (ink.values()[i] > IN_BOX * WHITE) {
        left = Math.min(left, i % ink.width());
        right = Math.max(right, i % ink.width() + 1);
        top = Math.min(top, i / ink.width());
        bottom = Math.max(bottom, i / ink.width() + 1);
      }
    }
    return new GreyImage.Box(left, top, right, bottom);
  }

  private static float[] centred(GreyImage digit) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < digit.values().length; i++) {
      double value = digit.values()[i];
      mass += value;
      sumX += value * (i % digit.width());
      sumY += value * (i / digit.width());
    }
    int left = offset(sumX / mass, digit.width());
    int top = offset(sumY / mass, digit.height());
    float[] image = new float[PIXELS];
    for (int y = 0; y < digit.height(); y++) {
      System.arraycopy(
          digit.values(), y * digit.width(), image, (top + y) * SIZE + left, digit.width());
    }
    return image;
  }

  /** Moves the centre to the middle, by whole pixels, without cutting anything off. */
  private static int offset(double centre, int length) {
    int offset = (int) Math.round(SIZE / 2 - centre);
    return Math.max(0, Math.min(SIZE - length, offset));
  }
}
