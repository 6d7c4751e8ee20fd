package org.tinymnist.data;

/**
 * A grey picture.
 *
 * @param values {@code [height, width]}, row by row
 */
record GreyImage(int width, int height, float[] values) {

  /** Returns the length of the longer side. */
  int longerSide() {
    return Math.max(width, height);
  }

  /** Returns the value at {@code (x, y)}; outside the picture all is 0. */
  float at(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : values[y * width + x];
  }

  /** Returns the largest value. */
  float largest() {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** Returns white for black, and black for white. */
  GreyImage inverted() {
    float[] inverted = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      inverted[i] = 255 - values[i];
    }
    return new GreyImage(width, height, inverted);
  }

  /** Returns which pixels have at least {@code threshold}. */
  boolean[] atLeast(float threshold) {
    boolean[] pixels = new boolean[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = values[i] >= threshold;
    }
    return pixels;
  }

  /** Returns a copy of a part. */
  GreyImage cropped(DigitImage.Box box) {
    float[] part = new float[box.width() * box.height()];
    for (int y = 0; y < box.height(); y++) {
      int from = (box.top() + y) * width + box.left();
      System.arraycopy(values, from, part, y * box.width(), box.width());
    }
    return new GreyImage(box.width(), box.height(), part);
  }

  /**
   * Scales the picture so that its longer side becomes {@code length}; the shorter one keeps the
   * proportion, rounded up.
   *
   * <p>A new pixel is the mean of the old ones under it, over a window that is never smaller than
   * one old pixel: area averaging when the picture shrinks, linear interpolation when it grows, and
   * no change when it has the size already. Outside the picture all is 0.
   */
  GreyImage scaledTo(int length) {
    return transposedAndScaled(length, longerSide()).transposedAndScaled(length, longerSide());
  }

  /** Swaps rows and columns, the new columns {@code numerator / denominator} as long. */
  private GreyImage transposedAndScaled(int numerator, int denominator) {
    int newHeight = (width * numerator + denominator - 1) / denominator;
    float[] scaled = new float[newHeight * height];
    double step = (double) denominator / numerator;
    double window = Math.max(1, step);
    for (int i = 0; i < newHeight; i++) {
      double start = (i + 0.5) * step - window / 2;
      double end = start + window;
      int first = (int) Math.max(0, Math.floor(start));
      int last = (int) Math.min(width, Math.ceil(end));
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int x = first; x < last; x++) {
          double overlap = Math.min(end, x + 1) - Math.max(start, x);
          sum += overlap * values[y * width + x];
        }
        scaled[i * height + y] = (float) (sum / window);
      }
    }
    return new GreyImage(height, newHeight, scaled);
  }

  /**
   * Shrinks the picture by a whole factor. A new pixel is the mean of the {@code factor x factor}
   * old ones under it, or of as many as there are at the right and lower edges.
   */
  GreyImage shrunkBy(int factor) {
    if (factor == 1) {
      return this;
    }
    int newWidth = (width + factor - 1) / factor;
    int newHeight = (height + factor - 1) / factor;
    float[] sums = new float[newWidth * newHeight];
    int[] counts = new int[sums.length];
    for (int i = 0; i < values.length; i++) {
      int target = i / width / factor * newWidth + i % width / factor;
      sums[target] += values[i];
      counts[target]++;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= counts[i];
    }
    return new GreyImage(newWidth, newHeight, sums);
  }

  /** Returns the largest value of each square around a pixel, or with sign -1 the least. */
  GreyImage ranked(int radius, int sign) {
    return transposedAndRanked(radius, sign).transposedAndRanked(radius, sign);
  }

  private GreyImage transposedAndRanked(int radius, int sign) {
    float[] ranked = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float most = sign * values[y * width + x];
        for (int i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++) {
          most = Math.max(most, sign * values[y * width + i]);
        }
        ranked[x * height + y] = sign * most;
      }
    }
    return new GreyImage(height, width, ranked);
  }
}
