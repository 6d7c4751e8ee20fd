package org.tinymnist.picture;

import java.awt.Rectangle;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** A gray picture, row by row. */
record GrayImage(int width, int height, float[] values) {

  private static final int ENOUGH = 100_000; // values: sample size for quantiles

  int longerSide() {
    return Math.max(width, height);
  }

  int shorterSide() {
    return Math.min(width, height);
  }

  /** Returns the value at {@code (x, y)}, 0 outside the picture. */
  float at(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : values[y * width + x];
  }

  float largest() {
    return (float) IntStream.range(0, values.length).mapToDouble(i -> values[i]).max().orElse(0);
  }

  /** Returns the sum of the absolute differences between neighbors. */
  double variation() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += i % width == 0 ? 0 : Math.abs(values[i] - values[i - 1]);
      sum += i < width ? 0 : Math.abs(values[i] - values[i - width]);
    }
    return sum;
  }

  /** Returns a quantile of the values in {@code [from, to)}. */
  float quantile(float from, float to, double share) {
    int every = 1 + values.length / ENOUGH;
    double[] some =
        IntStream.range(0, values.length / every)
            .mapToDouble(i -> values[i * every])
            .filter(value -> value >= from && value < to)
            .sorted()
            .toArray();
    return some.length == 0 ? 0 : (float) some[(int) (share * (some.length - 1))];
  }

  /** Returns Otsu's threshold (1979), the lowest value of the upper class. */
  int threshold() {
    int[] histogram = new int[256];
    double sum = 0;
    for (float value : values) {
      histogram[Math.min(255, Math.round(value))]++;
      sum += Math.round(value);
    }
    double lowerCount = 0;
    double lowerSum = 0;
    double largest = 0;
    int threshold = 1;
    for (int i = 1; i < histogram.length; i++) {
      lowerCount += histogram[i - 1];
      lowerSum += (i - 1.0) * histogram[i - 1];
      double distance = lowerCount * sum - values.length * lowerSum;
      // The variance between the classes, times a constant; not a number if one is empty.
      double variance = distance * distance / (lowerCount * (values.length - lowerCount));
      if (variance > largest) {
        largest = variance;
        threshold = i;
      }
    }
    return threshold;
  }

  boolean[] atLeast(float threshold) {
    boolean[] pixels = new boolean[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = values[i] >= threshold;
    }
    return pixels;
  }

  /** Returns a picture with every value changed and clipped to 0 to 255. */
  GrayImage with(DoubleUnaryOperator change) {
    float[] changed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      changed[i] = (float) Math.max(0, Math.min(255, change.applyAsDouble(values[i])));
    }
    return new GrayImage(width, height, changed);
  }

  GrayImage inverted() {
    return with(value -> 255 - value);
  }

  GrayImage cropped(Rectangle box) {
    float[] part = new float[box.width * box.height];
    for (int i = 0; i < part.length; i++) {
      part[i] = at(box.x + i % box.width, box.y + i / box.width);
    }
    return new GrayImage(box.width, box.height, part);
  }

  /** Shrinks the picture by an integer factor, to a longer side of at most {@code enough}. */
  GrayImage shrunk(int enough) {
    return scaledTo(longerSide() / (1 + (longerSide() - 1) / enough));
  }

  /** Scales the picture to a longer side of {@code length}, keeping its aspect ratio. */
  GrayImage scaledTo(int length) {
    if (length == longerSide()) {
      return this;
    }
    double factor = length / (double) longerSide();
    int newWidth = (int) Math.max(1, Math.round(factor * width));
    int newHeight = (int) Math.max(1, Math.round(factor * height));
    return transposedAndScaled(newWidth).transposedAndScaled(newHeight);
  }

  /**
   * Transposes the picture and scales one axis: area averaging when it shrinks, linear
   * interpolation when it grows, with 0 outside.
   */
  private GrayImage transposedAndScaled(int length) {
    float[] scaled = new float[length * height];
    double step = (double) width / length;
    double window = Math.max(1, step);
    for (int i = 0; i < length; i++) {
      double start = Math.max(0, (i + 0.5) * step - window / 2);
      double end = Math.min(width, (i + 0.5) * step + window / 2);
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int x = (int) start; x < end; x++) {
          sum += (Math.min(end, x + 1) - Math.max(start, x)) * values[y * width + x];
        }
        scaled[i * height + y] = (float) (sum / window);
      }
    }
    return new GrayImage(height, length, scaled);
  }

  /** Gray dilation with a square; with sign -1, erosion. */
  GrayImage ranked(int radius, int sign) {
    return transposedAndRanked(radius, sign).transposedAndRanked(radius, sign);
  }

  private GrayImage transposedAndRanked(int radius, int sign) {
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
    return new GrayImage(height, width, ranked);
  }
}
