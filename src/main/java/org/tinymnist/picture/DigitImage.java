package org.tinymnist.picture;

import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An image in MNIST's format, made from a picture of a digit as LeCun, Cortes and Burges describe
 * it: the digit is scaled with smoothing to fit a box of 20x20 pixels, keeping its aspect ratio,
 * and placed in 28x28 pixels with its centre of mass in the middle. Its strokes are as wide as
 * MNIST's.
 *
 * @param box its bounding box in the picture
 * @param pixels intensities 0 (background) to 255, {@code [28, 28]} row by row
 */
public record DigitImage(Box box, float[] pixels) {

  /** A rectangle in a picture, in pixels. */
  public record Box(int left, int top, int width, int height) {

    int right() {
      return left + width;
    }

    int bottom() {
      return top + height;
    }

    /** Returns whether another box is inside this one and touches no side of it. */
    boolean holds(Box other) {
      return left < other.left
          && top < other.top
          && right() > other.right()
          && bottom() > other.bottom();
    }
  }

  static final double WIDE = 1.5; // a digit's width is at most this times its height
  private static final int BOX = 20; // maximum width and height of MNIST's digits
  private static final int FINER = 5; // strokes are changed at FINER times the resolution
  private static final float WHITE = 255;
  // In MNIST's pixels.
  private static final double SLACK = 1.6; // ends of strokes may be too faint to count
  private static final double HAIRLINE = 2; // minimum stroke width of enlarged MNIST images
  private static final double THIN = 1.4; // stroke width of MNIST's test images: 1st percentile ...
  private static final double USUAL = 2.4; // ... median ...
  private static final double FAT = 5; // ... and 99th percentile

  /** Returns the pixels of several images, concatenated. */
  public static float[] pixels(List<DigitImage> images) {
    FloatBuffer pixels = FloatBuffer.allocate(images.size() * PIXELS);
    images.forEach(image -> pixels.put(image.pixels));
    return pixels.array();
  }

  /** Returns whether this may be several touching digits. */
  public boolean isWide() {
    return box.width > WIDE * box.height;
  }

  /**
   * Returns the same image with its box in the coordinates of a larger picture.
   *
   * @param left column at which this image's picture begins, before scaling
   * @param factor scale of the larger picture
   */
  DigitImage in(int left, int top, int factor) {
    Box outer =
        new Box(
            (left + box.left) * factor,
            (top + box.top) * factor,
            box.width * factor,
            box.height * factor);
    return new DigitImage(outer, pixels);
  }

  /**
   * Returns a picture that already has MNIST's format without changing its size or position,
   * otherwise nothing.
   *
   * @param ink foreground of the whole picture
   * @param box bounding box of the digit
   */
  static Optional<DigitImage> asItIs(GreyImage ink, Box box) {
    double pixel = ink.width() / (double) SIZE;
    double length = Math.max(box.width, box.height) / pixel;
    Centre centre = centre(ink);
    boolean centred =
        Math.max(fromCentre((centre.x + 0.5) / pixel), fromCentre((centre.y + 0.5) / pixel)) <= 1;
    boolean like = ink.width() == ink.height() && length > BOX - SLACK && length < BOX + SLACK;
    if (!like || !centred || ink.width() > SIZE && hairlines(ink.cropped(box), pixel)) {
      return Optional.empty();
    }
    GreyImage scaled = ink.width() < FINER * SIZE ? ink.scaledTo(SIZE) : centres(ink);
    // Hairlines are pale after scaling.
    boolean full = scaled.largest() > ink.largest() / 2;
    return full
        ? Optional.of(new DigitImage(box, strengthened(scaled).values()))
        : Optional.empty();
  }

  /**
   * Returns whether strokes are thinner than in most of MNIST's images.
   *
   * @param pixel size of one of MNIST's pixels
   */
  private static boolean hairlines(GreyImage digit, double pixel) {
    // At a lower resolution, noise does not lengthen the outline.
    GreyImage fine = digit.scaledTo(Math.min(digit.longerSide(), FINER * BOX));
    return strokeWidth(fine) * digit.longerSide() / fine.longerSide() < HAIRLINE * pixel;
  }

  /** Samples the middle of each pixel of an enlarged image, where smoothing changed it least. */
  private static GreyImage centres(GreyImage ink) {
    GreyImage fine = ink.scaledTo(FINER * SIZE);
    float[] centres = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      centres[i] = fine.at(i % SIZE * FINER + FINER / 2, i / SIZE * FINER + FINER / 2);
    }
    return new GreyImage(SIZE, SIZE, centres);
  }

  /**
   * Returns the distance to the middle of pixel 14, counted from 0, where MNIST's centres of mass
   * are.
   */
  private static double fromCentre(double place) {
    return Math.abs(place - (SIZE / 2 + 0.5));
  }

  static DigitImage of(Box box, GreyImage digit) {
    return new DigitImage(box, centred(strengthened(usual(digit).scaledTo(BOX))));
  }

  /**
   * Widens hairlines to the stroke width of MNIST, so that scaling does not erase them, and thins
   * very wide strokes; others do not change.
   */
  private static GreyImage usual(GreyImage digit) {
    // At a lower resolution, noise does not lengthen the outline.
    GreyImage fine = digit.scaledTo(Math.min(digit.longerSide(), FINER * BOX));
    double width = strokeWidth(fine) * BOX / fine.longerSide();
    if (width >= THIN && width <= FAT) {
      return digit;
    }
    double missing = width < THIN ? USUAL - width : FAT - width;
    // The digit grows too and is therefore scaled down more.
    missing /= 1 - (width + missing) / BOX;
    GreyImage large = digit.scaledTo(FINER * BOX);
    return widened(large, FINER * missing / 2);
  }

  /**
   * Returns twice the area divided by the length of the outline, which is the sum of all gradients.
   */
  static double strokeWidth(GreyImage digit) {
    double area = 0;
    double outline = 0;
    for (int y = 0; y <= digit.height(); y++) {
      for (int x = 0; x <= digit.width(); x++) {
        float value = digit.at(x, y);
        area += value;
        outline += Math.hypot(value - digit.at(x - 1, y), value - digit.at(x, y - 1));
      }
    }
    return 2 * area / outline;
  }

  /** Grey dilation with a soft disc, or erosion if the radius is negative. */
  private static GreyImage widened(GreyImage digit, double radius) {
    int reach = (int) Math.ceil(Math.abs(radius));
    int margin = radius > 0 ? reach : -(int) -radius;
    int width = digit.width() + 2 * margin;
    int height = digit.height() + 2 * margin;
    float[] wide = new float[width * height];
    for (int i = 0; i < wide.length; i++) {
      double most = 0;
      for (int dy = -reach; dy <= reach; dy++) {
        for (int dx = -reach; dx <= reach; dx++) {
          double share = Math.max(0, Math.min(1, Math.abs(radius) + 1 - Math.hypot(dx, dy)));
          float value = digit.at(i % width - margin + dx, i / width - margin + dy);
          most = Math.max(most, share * (radius > 0 ? value : WHITE - value));
        }
      }
      wide[i] = (float) (radius > 0 ? most : WHITE - most);
    }
    return new GreyImage(width, height, wide);
  }

  /**
   * Scales the intensities to a maximum of 255, as in MNIST: thin strokes are pale after scaling.
   */
  private static GreyImage strengthened(GreyImage digit) {
    float most = digit.largest();
    return digit.with(value -> value * WHITE / most);
  }

  /** A position, as column and row. */
  private record Centre(double x, double y) {}

  private static Centre centre(GreyImage image) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < image.values().length; i++) {
      double value = image.values()[i];
      mass += value;
      sumX += value * (i % image.width());
      sumY += value * (i / image.width());
    }
    return new Centre(sumX / mass, sumY / mass);
  }

  private static float[] centred(GreyImage digit) {
    Centre centre = centre(digit);
    int left = offset(centre.x, digit.width());
    int top = offset(centre.y, digit.height());
    float[] image = new float[PIXELS];
    for (int y = 0; y < digit.height(); y++) {
      System.arraycopy(
          digit.values(), y * digit.width(), image, (top + y) * SIZE + left, digit.width());
    }
    return image;
  }

  /**
   * Returns the offset that moves the centre of mass to pixel 14, as in MNIST, without cropping.
   */
  private static int offset(double centre, int length) {
    int offset = SIZE / 2 - (int) Math.round(centre);
    return Math.max(0, Math.min(SIZE - length, offset));
  }
}
