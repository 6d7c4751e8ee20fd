package org.tinymnist.data;

import java.util.Arrays;
import java.util.List;

/**
 * How much ink each pixel holds: by how much it stands out from the paper, which may be lit
 * unevenly, lie on a table, or be pasted on other paper.
 *
 * @param amount in grey levels above the paper, at least 0
 * @param noise the standard deviation of the paper's own grain
 * @param least what strokes have at least; less may be left of uneven light
 */
record Ink(GreyImage amount, float noise, float least) {

  private static final int WHITE = 255;

  /** The paper's brightness is looked for in a picture of about this size. */
  private static final int COARSE = 200;

  /** No stroke is wider than this share of the picture's shorter side. */
  private static final double WIDEST = 0.25;

  /** The first quartile of |z|, for a standard normal z: most of a picture may be ink. */
  private static final float QUARTILE = 0.3186f;

  /** The border is this part of the picture's shorter side, and a pixel more. */
  private static final int RIM = 50;

  /** Paper of one colour stays within so many grey levels ... */
  private static final double CLOSE = 10;

  /** ... or standard deviations of its grain. */
  private static final double AGREES = 2.5;

  /** What varies more, in grey levels, is not paper. */
  private static final float NOISY = 25;

  private static final double MOST = 0.9;
  private static final double HALF = 0.5;
  private static final double LITTLE = 0.15;

  /** Beyond so many pixels, JPEG does not smooth the grain. */
  private static final int NEAR = 3;

  /** Where light changes by so many grey levels, one of them may be left of it ... */
  private static final float CHANGE = 4;

  /** ... and the paper is as uncertain as with grain of such a part of it. */
  private static final float SMOOTH = 30;

  /** Keeps proportions in bounds where the paper is dark. */
  private static final float DARK = 40;

  /** Finds the ink on even paper: the lighter or the darker, whichever is more. */
  static Ink on(GreyImage picture) {
    float level = level(picture);
    float[] amount = picture.values().clone();
    double lighter = 0;
    for (int i = 0; i < amount.length; i++) {
      amount[i] -= level;
      lighter += amount[i] * Math.abs(amount[i]);
    }
    for (int i = 0; i < amount.length; i++) {
      amount[i] = Math.max(0, lighter >= 0 ? amount[i] : -amount[i]);
    }
    float noise = Math.min(quartile(border(picture), level), quartile(picture.values(), level));
    return new Ink(
        new GreyImage(picture.width(), picture.height(), amount),
        Math.min(noise / QUARTILE, grain(picture)),
        0);
  }

  /** Returns the standard deviation of what differs between pixels that lie near each other. */
  private static float grain(GreyImage picture) {
    float[] differences = picture.values().clone();
    for (int i = 0; i + NEAR < differences.length; i++) {
      differences[i] -= differences[i + NEAR];
    }
    return quartile(differences, 0) / QUARTILE / (float) Math.sqrt(2);
  }

  /**
   * Returns whether paper of the same level is behind most of the border, and half of the picture,
   * and little lies between it and the ink.
   *
   * @param ink in grey levels from the paper
   */
  boolean isOnEvenPaper(GreyImage picture, float ink) {
    float level = level(picture);
    double notInk = share(picture.values(), level, ink);
    return noise < NOISY
        && share(border(picture), level, ink) >= MOST
        && notInk >= HALF
        && notInk - share(picture.values(), level, Math.max(CLOSE, AGREES * noise)) < LITTLE;
  }

  /** Returns the levels along the four sides. */
  private static float[] border(GreyImage picture) {
    int rim = 1 + Math.min(picture.width(), picture.height()) / RIM;
    float[] border = new float[picture.values().length];
    int count = 0;
    for (int i = 0; i < border.length; i++) {
      int x = i % picture.width();
      int y = i / picture.width();
      int across = Math.min(x, picture.width() - 1 - x);
      int down = Math.min(y, picture.height() - 1 - y);
      if (Math.min(across, down) < rim) {
        border[count++] = picture.values()[i];
      }
    }
    return Arrays.copyOf(border, count);
  }

  private static float level(GreyImage picture) {
    float[] border = border(picture);
    Arrays.sort(border);
    return border[border.length / 2];
  }

  private static float quartile(float[] values, float level) {
    float[] distances = values.clone();
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(distances[i] - level);
    }
    Arrays.sort(distances);
    return distances[distances.length / 4];
  }

  private static double share(float[] values, float level, double tolerance) {
    int count = 0;
    for (float value : values) {
      count += Math.abs(value - level) < tolerance ? 1 : 0;
    }
    return count / (double) values.length;
  }

  /**
   * Finds the ink of a picture that is cut close around a digit: of two levels, ink is the one that
   * hangs together, and covers less.
   */
  static Ink closelyCut(GreyImage picture) {
    int threshold = threshold(histogram(picture.values()));
    double ifLight = united(picture, threshold);
    double ifDark = united(picture.inverted(), WHITE - threshold + 1);
    GreyImage grey = ifLight >= ifDark ? picture : picture.inverted();
    int limit = ifLight >= ifDark ? threshold : WHITE - threshold + 1;
    float[] paper = grey.values().clone();
    Arrays.sort(paper);
    int count = 0;
    while (count < paper.length && paper[count] < limit) {
      count++;
    }
    float level = paper[count / 2];
    float[] amount = grey.values().clone();
    for (int i = 0; i < amount.length; i++) {
      amount[i] = Math.max(0, amount[i] - level);
    }
    return new Ink(new GreyImage(grey.width(), grey.height(), amount), level - paper[count / 4], 0);
  }

  /** Returns the share of the upper level that its largest part holds, less this level's own. */
  private static double united(GreyImage picture, float threshold) {
    int[] labels = Part.labels(picture.atLeast(threshold), picture.width());
    List<Part> parts = Part.of(labels, picture.width());
    int most = parts.stream().mapToInt(part -> part.area).max().orElse(0);
    double all = parts.stream().mapToInt(part -> part.area).sum();
    return most / Math.max(1, all) - all / labels.length;
  }

  /** Finds the ink by the paper around each place, given whether it is darker than that. */
  static Ink around(GreyImage picture, boolean dark) {
    GreyImage grey = dark ? picture.inverted() : picture;
    int factor = (grey.longerSide() + COARSE - 1) / COARSE;
    GreyImage coarse = grey.shrunkBy(factor);
    int radius = Math.max(2, (int) (WIDEST * Math.min(coarse.width(), coarse.height()) / 2));
    // A grey opening takes away whatever is narrow; one pixel more, so that edges are no ink.
    GreyImage paper = coarse.ranked(radius, -1).ranked(radius + 1, 1);
    float[] amount = grey.values().clone();
    for (int i = 0; i < amount.length; i++) {
      float level = paper.at(i % grey.width() / factor, i / grey.width() / factor);
      // What reflects light does so in proportion to what falls on it.
      float light = dark ? WHITE / (WHITE - level + DARK) : 1;
      amount[i] = (amount[i] - level) * light;
    }
    GreyImage differences = new GreyImage(grey.width(), grey.height(), amount.clone());
    float[] sorted = amount.clone();
    Arrays.sort(sorted);
    float usual = Math.max(0, sorted[sorted.length / 2]);
    for (int i = 0; i < amount.length; i++) {
      amount[i] = Math.max(0, Math.min(WHITE, amount[i] - usual));
    }
    float[] levels = paper.values().clone();
    Arrays.sort(levels);
    float change = levels[levels.length * 19 / 20] - levels[levels.length / 20];
    return new Ink(
        new GreyImage(grey.width(), grey.height(), amount),
        Math.max(grain(differences), change / SMOOTH),
        change / CHANGE);
  }

  /** Returns how many values round to each level, 0 to 255. */
  static int[] histogram(float[] values) {
    int[] histogram = new int[WHITE + 1];
    for (float value : values) {
      histogram[Math.min(WHITE, Math.round(value))]++;
    }
    return histogram;
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
