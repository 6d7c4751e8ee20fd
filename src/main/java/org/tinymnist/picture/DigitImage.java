package org.tinymnist.picture;

import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An image like MNIST's, made from a picture of a digit, as LeCun, Cortes and Burges describe it:
 * the digit fits a box of 20x20 pixels with its proportions kept, grey from smoothing, and lies in
 * 28x28 pixels with its centre of mass in the middle. Its strokes are as wide as MNIST's.
 *
 * @param box where it lies in the picture
 * @param pixels intensities 0 (background) to 255, {@code [28, 28]} row by row
 */
public record DigitImage(Box box, float[] pixels) {

  /** A part of a picture, in its pixels. */
  public record Box(int left, int top, int width, int height) {

    int right() {
      return left + width;
    }

    int bottom() {
      return top + height;
    }

    /** Returns whether another one lies within this one, and touches no side of it. */
    boolean holds(Box other) {
      return left < other.left
          && top < other.top
          && right() > other.right()
          && bottom() > other.bottom();
    }
  }

  static final double WIDE = 1.5; // a digit is less wide than so many times its height
  private static final int BOX = 20; // rows and columns that MNIST's digits fill at most
  private static final int FINER = 5; // strokes are changed in so many pixels for each of MNIST's
  private static final float WHITE = 255;
  // In pixels of MNIST's.
  private static final double SLACK = 1.6; // ends of strokes may be too faint for the digit's box
  private static final double HAIRLINE = 2; // enlarged images of MNIST's have no thinner strokes
  private static final double THIN = 1.4; // 1 % of MNIST's test images have thinner strokes ...
  private static final double USUAL = 2.4; // ... half of them ...
  private static final double FAT = 5; // ... and 99 %

  /** Returns the pixels of several images, one after the other. */
  public static float[] pixels(List<DigitImage> images) {
    FloatBuffer pixels = FloatBuffer.allocate(images.size() * PIXELS);
    images.forEach(image -> pixels.put(image.pixels));
    return pixels.array();
  }

  /** Returns whether this may be several digits that touch. */
  public boolean isWide() {
    return box.width > WIDE * box.height;
  }

  /** Returns the same in a picture so many times as large, of which its own begins at a place. */
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
   * Returns a picture that has MNIST's form as it is, and none for others.
   *
   * @param ink of the whole picture
   * @param box where the digit lies in it
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
    // Not so for hairlines, which are pale once they are scaled.
    boolean full = scaled.largest() > ink.largest() / 2;
    return full
        ? Optional.of(new DigitImage(box, strengthened(scaled).values()))
        : Optional.empty();
  }

  /** Returns whether strokes are thinner than in most of MNIST's images, whose pixel has a size. */
  private static boolean hairlines(GreyImage digit, double pixel) {
    // Scaled down, a noisy edge is no longer than a clean one.
    GreyImage fine = digit.scaledTo(Math.min(digit.longerSide(), FINER * BOX));
    return strokeWidth(fine) * digit.longerSide() / fine.longerSide() < HAIRLINE * pixel;
  }

  /**
   * Whoever enlarged an image smoothed it: near the middle of each pixel the least of that is left.
   */
  private static GreyImage centres(GreyImage ink) {
    GreyImage fine = ink.scaledTo(FINER * SIZE);
    float[] centres = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      centres[i] = fine.at(i % SIZE * FINER + FINER / 2, i / SIZE * FINER + FINER / 2);
    }
    return new GreyImage(SIZE, SIZE, centres);
  }

  /** MNIST's centres of mass lie in pixel 14, as numbered from 0. */
  private static double fromCentre(double place) {
    return Math.abs(place - (SIZE / 2 + 0.5));
  }

  static DigitImage of(Box box, GreyImage digit) {
    return new DigitImage(box, centred(strengthened(usual(digit).scaledTo(BOX))));
  }

  /**
   * Gives hairlines the width that MNIST's strokes have, so that they outlast the scaling, and
   * thins fat ones; leaves others as they are.
   */
  private static GreyImage usual(GreyImage digit) {
    // Scaled down, a noisy edge is no longer than a clean one.
    GreyImage fine = digit.scaledTo(Math.min(digit.longerSide(), FINER * BOX));
    double width = strokeWidth(fine) * BOX / fine.longerSide();
    if (width >= THIN && width <= FAT) {
      return digit;
    }
    double missing = width < THIN ? USUAL - width : FAT - width;
    // The digit itself grows too, and is scaled down by so much more.
    missing /= 1 - (width + missing) / BOX;
    GreyImage large = digit.scaledTo(FINER * BOX);
    return widened(large, FINER * missing / 2);
  }

  /** Twice the area by the length of the outline, which is the sum of all gradients. */
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

  /** Widens everything by {@code radius} pixels on all sides, or thins it: by a soft disc. */
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

  /** Thin strokes are pale once they are scaled; each image of MNIST reaches full ink. */
  private static GreyImage strengthened(GreyImage digit) {
    float most = digit.largest();
    return digit.with(value -> value * WHITE / most);
  }

  /** A place, by the numbers of column and row. */
  private record Centre(double x, double y) {}

  /** Returns the centre of mass. */
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

  /** Moves the centre to pixel 14, as in MNIST, by whole pixels, cutting nothing off. */
  private static int offset(double centre, int length) {
    int offset = SIZE / 2 - (int) Math.round(centre);
    return Math.max(0, Math.min(SIZE - length, offset));
  }
}
