package org.tinymnist.data;

import java.util.Optional;

/** Tells ink from paper, or chalk from the board. */
final class Ink {

  private static final int WHITE = 255;

  /** Less contrast than this, in grey levels, is taken for none ... */
  private static final int LEAST_CONTRAST = 16;

  /** ... and so is less than this many standard deviations of the background's noise. */
  private static final double CLEAR_OF_NOISE = 5;

  /** Noise up to this many standard deviations is cut off. */
  private static final double FLOOR = 3;

  private Ink() {}

  /**
   * Returns how much ink each pixel holds, from 0 for the background to 255 for the inside of a
   * stroke, whether the digit is darker or lighter than the background; nothing if no digit stands
   * out.
   */
  static Optional<GreyImage> of(GreyImage picture) {
    Background background = new Background(picture);
    float[] ink = new float[picture.values().length];
    double lighter = 0;
    double darker = 0;
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (float) background.contrast(i);
      double square = ink[i] * ink[i];
      lighter += ink[i] > 0 ? square : 0;
      darker += ink[i] < 0 ? square : 0;
    }
    float sign = lighter >= darker ? 1 : -1;
    int[] histogram = new int[WHITE + 1];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = Math.max(0, Math.min(WHITE, sign * ink[i]));
      histogram[Math.round(ink[i])]++;
    }
    int full = fullInk(histogram);
    double noise = background.noise();
    if (full < Math.max(LEAST_CONTRAST, CLEAR_OF_NOISE * noise)) {
      return Optional.empty();
    }
    float floor = (float) (FLOOR * noise);
    for (int i = 0; i < ink.length; i++) {
      ink[i] = Math.max(0, Math.min(WHITE, (ink[i] - floor) * WHITE / (full - floor)));
    }
    return Optional.of(new GreyImage(picture.width(), picture.height(), ink));
  }

  /** What the inside of the strokes has: the third quartile of all that Otsu's threshold keeps. */
  private static int fullInk(int[] histogram) {
    int threshold = otsu(histogram);
    int above = 0;
    for (int i = threshold; i <= WHITE; i++) {
      above += histogram[i];
    }
    int level = threshold;
    for (int below = histogram[level]; 4 * below < 3 * above; below += histogram[level]) {
      level++;
    }
    return level;
  }

  /**
   * The lowest value of the upper class when the variance between the two classes is largest (N.
   * Otsu, <i>A threshold selection method from gray-level histograms</i>, 1979).
   */
  private static int otsu(int[] histogram) {
    double count = 0;
    double sum = 0;
    for (int i = 0; i < histogram.length; i++) {
      count += histogram[i];
      sum += (double) i * histogram[i];
    }
    double lowerCount = 0;
    double lowerSum = 0;
    double largest = 0;
    int threshold = 1;
    for (int i = 1; i < histogram.length; i++) {
      lowerCount += histogram[i - 1];
      lowerSum += (i - 1.0) * histogram[i - 1];
      double upperCount = count - lowerCount;
      if (lowerCount > 0 && upperCount > 0) {
        double distance = (sum - lowerSum) / upperCount - lowerSum / lowerCount;
        double variance = lowerCount * upperCount * distance * distance;
        if (variance > largest) {
          largest = variance;
          threshold = i;
        }
      }
    }
    return threshold;
  }
}
