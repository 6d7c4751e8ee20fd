package org.tinymnist.picture;

import static org.tinymnist.data.LabeledImages.PIXELS;
import static org.tinymnist.data.LabeledImages.SIZE;

import java.awt.Rectangle;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An image in MNIST's format, made from a picture of a digit as LeCun, Cortes and Burges describe
 * it: scaled with smoothing to fit 20x20 pixels, and placed in 28x28 pixels with its center of mass
 * in the middle. Its strokes are as wide as MNIST's.
 *
 * @param box its bounding box in the picture
 * @param pixels intensities 0 (background) to 255, {@code [28, 28]} row by row
 */
public record DigitImage(Box box, float[] pixels) {

  /** A rectangle in a picture, in pixels. */
  public record Box(int left, int top, int width, int height) {}

  private static final double WIDE = 1.5; // a digit's width is at most this times its height
  private static final int BOX = 20; // maximum width and height of MNIST's digits
  private static final int FINER = 5; // strokes are changed at FINER times the resolution
  private static final float WHITE = 255;
  // In MNIST's pixels.
  private static final double MIDDLE = SIZE / 2 + 0.5; // MNIST's centers of mass: pixel 14, from 0
  private static final double SLACK = 1.6; // ends of strokes may be too faint to count
  private static final double HAIRLINE = 2; // minimum stroke width of enlarged MNIST images
  private static final double THIN = 1.4; // stroke width of MNIST's test images: 1st percentile ...
  private static final double USUAL = 2.4; // ... median ...
  private static final double FAT = 5; // ... and 99th percentile

  private DigitImage(Rectangle box, float[] pixels) {
    this(new Box(box.x, box.y, box.width, box.height), pixels);
  }

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

  /** Returns the same image with its box in the coordinates of an enlarged, larger picture. */
  DigitImage in(int left, int top, int factor) {
    int x = left + box.left * factor;
    int y = top + box.top * factor;
    return new DigitImage(new Box(x, y, box.width * factor, box.height * factor), pixels);
  }

  /** Returns the image if the picture, of whose digit this is the box, is already like MNIST's. */
  static Optional<DigitImage> asItIs(GrayImage ink, Rectangle box) {
    double pixel = ink.width() / (double) SIZE;
    double length = Math.max(box.width, box.height);
    double[] center = center(ink);
    boolean like =
        ink.width() == ink.height()
            && Math.abs(length / pixel - BOX) < SLACK
            && Math.abs((center[0] + 0.5) / pixel - MIDDLE) <= 1
            && Math.abs((center[1] + 0.5) / pixel - MIDDLE) <= 1;
    if (!like || pixel > 1 && strokes(ink.cropped(box)) * length < HAIRLINE * pixel) {
      return Optional.empty();
    }
    GrayImage scaled = ink.width() < FINER * SIZE ? ink.scaledTo(SIZE) : centers(ink);
    return Optional.of(new DigitImage(box, strengthened(scaled).values()));
  }

  /** Samples the middle of each pixel of an enlarged image, where smoothing changed it least. */
  private static GrayImage centers(GrayImage ink) {
    GrayImage fine = ink.scaledTo(FINER * SIZE);
    float[] centers = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      centers[i] = fine.at(i % SIZE * FINER + FINER / 2, i / SIZE * FINER + FINER / 2);
    }
    return new GrayImage(SIZE, SIZE, centers);
  }

  static DigitImage of(Rectangle box, GrayImage digit) {
    return new DigitImage(box, centered(strengthened(usual(digit).scaledTo(BOX))));
  }

  /** Widens hairlines, which scaling would erase, and thins very wide strokes. */
  private static GrayImage usual(GrayImage digit) {
    double width = BOX * strokes(digit);
    if (width >= THIN && width <= FAT) {
      return digit;
    }
    double missing = width < THIN ? USUAL - width : FAT - width;
    // The digit grows too and is therefore scaled down more.
    missing /= 1 - (width + missing) / BOX;
    GrayImage fine = digit.scaledTo(FINER * BOX);
    int radius = (int) Math.round(FINER * missing / 2);
    Rectangle around = new Rectangle(fine.width(), fine.height());
    // One pixel more keeps the edges soft.
    around.grow(Math.max(0, radius + 1), Math.max(0, radius + 1));
    return fine.cropped(around).ranked(Math.abs(radius), radius > 0 ? 1 : -1);
  }

  /**
   * Returns the mean stroke width as a fraction of the longer side: twice the area divided by the
   * length of the outline, which is the sum of all gradients.
   */
  private static double strokes(GrayImage digit) {
    // At a lower resolution, noise does not lengthen the outline.
    GrayImage fine = digit.scaledTo(Math.min(digit.longerSide(), FINER * BOX));
    double area = 0;
    double outline = 0;
    for (int y = 0; y <= fine.height(); y++) {
      for (int x = 0; x <= fine.width(); x++) {
        float value = fine.at(x, y);
        area += value;
        outline += Math.hypot(value - fine.at(x - 1, y), value - fine.at(x, y - 1));
      }
    }
    return 2 * area / outline / fine.longerSide();
  }

  /** Scales the intensities to a maximum of 255: thin strokes are pale after scaling. */
  private static GrayImage strengthened(GrayImage digit) {
    float most = digit.largest();
    return digit.with(value -> value * WHITE / most);
  }

  /** Returns the center of mass, as column and row. */
  private static double[] center(GrayImage image) {
    double mass = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < image.values().length; i++) {
      double value = image.values()[i];
      mass += value;
      x += value * (i % image.width());
      y += value * (i / image.width());
    }
    return new double[] {x / mass, y / mass};
  }

  /** Moves the center of mass to pixel 14, as in MNIST, without cropping. */
  private static float[] centered(GrayImage digit) {
    double[] center = center(digit);
    long left = Math.max(0, Math.min(SIZE - digit.width(), SIZE / 2 - Math.round(center[0])));
    long top = Math.max(0, Math.min(SIZE - digit.height(), SIZE / 2 - Math.round(center[1])));
    float[] image = new float[PIXELS];
    for (int i = 0; i < digit.values().length; i++) {
      long place = (top + i / digit.width()) * SIZE + left + i % digit.width();
      image[(int) place] = digit.values()[i];
    }
    return image;
  }
}
