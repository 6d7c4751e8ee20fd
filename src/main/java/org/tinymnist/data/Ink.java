package org.tinymnist.data;

import java.util.Arrays;

/**
 * How much ink each pixel holds, whether it is darker or lighter than what is around it: by how
 * much it stands out from the paper, which may be lit unevenly, lie on a table, or be pasted on
 * other paper.
 *
 * @param amount in grey levels above the paper, at least 0
 * @param noise the standard deviation of the paper's own grain
 */
record Ink(GreyImage amount, float noise) {

  private static final int WHITE = 255;

  /** The paper's brightness is looked for in a picture of about this size. */
  private static final int COARSE = 200;

  private static final int COARSER = 50;

  /** The paper is even if most of the border lies within so many grey levels. */
  private static final float EVEN = 25;

  /** No stroke is wider than this share of the picture's shorter side. */
  private static final double WIDEST = 0.35;

  /** The first quartile of |z|, for a standard normal z: most of a tight picture may be ink. */
  private static final float QUARTILE = 0.3186f;

  /** Finds the ink of a picture on even paper: the lighter or the darker, whichever is more. */
  static Ink on(Background paper, GreyImage picture) {
    float[] amount = new float[picture.values().length];
    double lighter = 0;
    for (int i = 0; i < amount.length; i++) {
      amount[i] = (float) paper.contrast(i);
      lighter += amount[i] * Math.abs(amount[i]);
    }
    float sign = lighter >= 0 ? 1 : -1;
    for (int i = 0; i < amount.length; i++) {
      amount[i] = Math.max(0, Math.min(WHITE, sign * amount[i]));
    }
    return new Ink(new GreyImage(picture.width(), picture.height(), amount), (float) paper.noise());
  }

  /**
   * Finds the ink of a picture that is cut close around a digit: of two levels, the paper's is the
   * one that most of the corners have.
   */
  static Ink closelyCut(GreyImage picture) {
    int threshold = threshold(histogram(picture.values()));
    int reach = Math.max(1, Math.min(picture.width(), picture.height()) / 8);
    double light = 0;
    for (int i = 0; i < reach * reach; i++) {
      for (int x : new int[] {i % reach, picture.width() - 1 - i % reach}) {
        for (int y : new int[] {i / reach, picture.height() - 1 - i / reach}) {
          light += picture.at(x, y) - threshold;
        }
      }
    }
    GreyImage grey = light > 0 ? inverted(picture) : picture;
    float[] values = grey.values();
    int limit = light > 0 ? WHITE - threshold : threshold;
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int paper = 0;
    while (paper < sorted.length && sorted[paper] <= limit) paper++;
    float level = sorted[paper / 2];
    float noise = level - sorted[paper / 4];
    float[] amount = new float[values.length];
    for (int i = 0; i < amount.length; i++) {
      amount[i] = Math.max(0, values[i] - level);
    }
    return new Ink(new GreyImage(grey.width(), grey.height(), amount), noise);
  }

  private static int[] histogram(float[] values) {
    int[] histogram = new int[WHITE + 1];
    for (float value : values) {
      histogram[Math.round(value)]++;
    }
    return histogram;
  }

  /** Finds the ink of a picture, given whether it is darker than the paper. */
  static Ink of(GreyImage picture, boolean dark) {
    GreyImage grey = dark ? inverted(picture) : picture;
    int factor = (grey.longerSide() + COARSE - 1) / COARSE;
    GreyImage coarse = grey.shrunkBy(factor);
    GreyImage paper = paper(coarse);
    float[] amount = grey.values().clone();
    for (int i = 0; i < amount.length; i++) {
      int x = i % grey.width() / factor;
      int y = i / grey.width() / factor;
      amount[i] -= paper.at(x, y);
    }
    float[] sorted = amount.clone();
    Arrays.sort(sorted);
    float usual = sorted[sorted.length / 4];
    for (int i = 0; i < amount.length; i++) {
      sorted[i] = Math.abs(amount[i] - usual);
      amount[i] = Math.max(0, amount[i] - Math.max(0, usual));
    }
    Arrays.sort(sorted);
    return new Ink(
        new GreyImage(grey.width(), grey.height(), amount), sorted[sorted.length / 4] / QUARTILE);
  }

  /**
   * Returns whether what stands out from an even border, or else from the median around, is darker.
   */
  static boolean isDark(GreyImage grey) {
    GreyImage picture = grey.shrunkBy((grey.longerSide() + COARSER - 1) / COARSER);
    int radius = Math.max(7, Math.min(picture.width(), picture.height()) / 5);
    float even = even(picture);
    double lighter = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        if (!Float.isNaN(even)) {
          double difference = picture.at(x, y) - even;
          lighter += difference * Math.abs(difference);
          continue;
        }
        float[] around =
            picture
                .cropped(
                    Math.max(0, x - radius),
                    Math.max(0, y - radius),
                    Math.min(picture.width(), x + radius + 1),
                    Math.min(picture.height(), y + radius + 1))
                .values();
        Arrays.sort(around);
        double difference = picture.at(x, y) - around[around.length / 2];
        lighter += difference * Math.abs(difference);
      }
    }
    return lighter < 0;
  }

  private static GreyImage inverted(GreyImage picture) {
    float[] values = picture.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = WHITE - values[i];
    }
    return new GreyImage(picture.width(), picture.height(), values);
  }

  /** Grey opening: takes away whatever is lighter than its surroundings and narrow. */
  private static GreyImage paper(GreyImage picture) {
    int shorter = Math.min(picture.width(), picture.height());
    int radius = Math.max(2, (int) (WIDEST * shorter / 2));
    // One pixel more, so that the edges of the paper are not its ink.
    GreyImage paper = picture.ranked(radius, -1).ranked(radius + 1, 1);
    return paper;
  }

  /** The level of most of the border if that is the same, NaN otherwise. */
  private static float even(GreyImage picture) {
    float[] border = new float[2 * (picture.width() + picture.height())];
    int n = 0;
    for (int i = 0; i < picture.values().length; i++) {
      int x = i % picture.width();
      int y = i / picture.width();
      if (x == 0 || y == 0 || x == picture.width() - 1 || y == picture.height() - 1) {
        border[n++] = picture.values()[i];
      }
    }
    Arrays.sort(border, 0, n);
    return border[n * 9 / 10] - border[n / 10] < EVEN ? border[n / 2] : Float.NaN;
  }

  /**
   * The lowest value of the upper class when the variance between the two classes is largest (N.
   * Otsu, <i>A threshold selection method from gray-level histograms</i>, 1979).
   */
  static int threshold(int[] histogram) {
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
