package org.tinymnist.data;

import java.util.List;
import java.util.stream.IntStream;

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
  private static final double QUARTILE = 0.3186;

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
    GreyImage border = border(picture);
    float level = border.quantile(0.5);
    double lighter = 0;
    for (float value : picture.values()) {
      lighter += (value - level) * Math.abs(value - level);
    }
    int sign = lighter >= 0 ? 1 : -1;
    float noise = Math.min(spread(border, level), spread(picture, level));
    return new Ink(picture.with(v -> sign * (v - level)), Math.min(noise, grain(picture)), 0);
  }

  /** Returns the standard deviation that normally distributed values around a level have. */
  private static float spread(GreyImage picture, float level) {
    return (float) (picture.with(v -> Math.abs(v - level)).quantile(0.25) / QUARTILE);
  }

  /** Returns the standard deviation of what differs between pixels that lie near each other. */
  private static float grain(GreyImage picture) {
    float[] differences = picture.values().clone();
    for (int i = 0; i + NEAR < differences.length; i++) {
      differences[i] -= differences[i + NEAR];
    }
    GreyImage all = new GreyImage(picture.width(), picture.height(), differences);
    return spread(all, 0) / (float) Math.sqrt(2);
  }

  /**
   * Returns whether paper of the same level is behind most of the border, and half of the picture,
   * and little lies between it and the ink.
   *
   * @param ink in grey levels from the paper
   */
  boolean isOnEvenPaper(GreyImage picture, float ink) {
    GreyImage border = border(picture);
    float level = border.quantile(0.5);
    double notInk = share(picture, level, ink);
    return noise < NOISY
        && share(border, level, ink) >= MOST
        && notInk >= HALF
        && notInk - share(picture, level, Math.max(CLOSE, AGREES * noise)) < LITTLE;
  }

  private static double share(GreyImage picture, float level, double tolerance) {
    int count = 0;
    for (float value : picture.values()) {
      count += Math.abs(value - level) < tolerance ? 1 : 0;
    }
    return count / (double) picture.values().length;
  }

  /** Returns the levels along the four sides, as a row. */
  private static GreyImage border(GreyImage picture) {
    int rim = 1 + picture.shorterSide() / RIM;
    int width = picture.width();
    int[] places =
        IntStream.range(0, picture.values().length)
            .filter(
                i ->
                    Math.min(i % width, width - 1 - i % width) < rim
                        || Math.min(i / width, picture.height() - 1 - i / width) < rim)
            .toArray();
    float[] border = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      border[i] = picture.values()[places[i]];
    }
    return new GreyImage(border.length, 1, border);
  }

  /**
   * Finds the ink of a picture that is cut close around a digit: of two levels, ink is the one that
   * hangs together, and covers less.
   */
  static Ink closelyCut(GreyImage picture) {
    int threshold = picture.threshold();
    GreyImage inverted = picture.inverted();
    int other = WHITE - threshold + 1;
    boolean light = united(picture, threshold) >= united(inverted, other);
    GreyImage grey = light ? picture : inverted;
    int limit = light ? threshold : other;
    float level = grey.quantile(0, limit, 0.5);
    return new Ink(grey.with(v -> v - level), level - grey.quantile(0, limit, 0.25), 0);
  }

  /** Returns the share of the upper level that its largest part holds, less this level's own. */
  private static double united(GreyImage picture, float threshold) {
    int pixels = picture.values().length;
    List<Part> parts = Part.of(picture.atLeast(threshold), picture.width(), new int[pixels]);
    int most = parts.stream().mapToInt(part -> part.area).max().orElse(0);
    double all = parts.stream().mapToInt(part -> part.area).sum();
    return most / Math.max(1, all) - all / pixels;
  }

  /** Finds the ink by the paper around each place, given whether it is darker than that. */
  static Ink around(GreyImage picture, boolean dark) {
    GreyImage grey = dark ? picture.inverted() : picture;
    GreyImage coarse = grey.scaledTo(Math.min(COARSE, grey.longerSide()));
    int radius = Math.max(2, (int) (WIDEST * coarse.shorterSide() / 2));
    // A grey opening takes away whatever is narrow; one pixel more, so that edges are no ink.
    GreyImage paper = coarse.ranked(radius, -1).ranked(radius + 1, 1);
    float[] amount = grey.values().clone();
    for (int i = 0; i < amount.length; i++) {
      int x = i % grey.width() * paper.width() / grey.width();
      int y = i / grey.width() * paper.height() / grey.height();
      float level = paper.at(x, y);
      // What reflects light does so in proportion to what falls on it.
      float light = dark ? WHITE / (WHITE - level + DARK) : 1;
      amount[i] = (amount[i] - level) * light;
    }
    GreyImage differences = new GreyImage(grey.width(), grey.height(), amount);
    float usual = Math.max(0, differences.quantile(0.5));
    float change = paper.quantile(0.95) - paper.quantile(0.05);
    return new Ink(
        differences.with(value -> value - usual),
        Math.max(grain(differences), change / SMOOTH),
        change / CHANGE);
  }
}
