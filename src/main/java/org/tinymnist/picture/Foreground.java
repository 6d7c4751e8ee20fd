package org.tinymnist.picture;

import java.util.List;

/**
 * How much ink each pixel holds: by how much it stands out from the paper, which may be lit
 * unevenly, lie on a table, or be pasted on other paper.
 *
 * @param amount in grey levels above the paper, at least 0
 * @param noise the standard deviation of the paper's own grain
 * @param least what strokes have at least; less may be left of uneven light
 * @param unevenness how much the paper changes: in grey levels if it is taken to be flat, else the
 *     sum of all changes from place to place
 */
record Foreground(GreyImage amount, float noise, float least, double unevenness) {

  private static final int WHITE = 255;
  private static final int COARSE = 200; // pixels: the paper is found in a picture of this size
  private static final double WIDEST = 0.25; // of the shorter side: no stroke is wider
  private static final double QUARTILE = 0.3186; // the first of |z|, z normal: most may be ink
  private static final float MIDDLE = 0.6745f; // the third quartile of z
  private static final double DOUBT = 1.2; // noise, as rounded, of which neighbours have more
  private static final int NEAR = 3; // pixels: JPEG does not smooth the grain beyond
  private static final float CHANGE = 4; // where light changes by so much, 1 may be left of it ...
  private static final float SMOOTH = 30; // ... and where it changes by so much, noise of 1
  private static final float DARK = 40; // grey levels: keeps proportions in bounds on dark paper

  /**
   * Finds the ink on paper of one level: of two levels, ink is the one that hangs together, and
   * covers less.
   */
  static Foreground flat(GreyImage picture) {
    int threshold = picture.threshold();
    GreyImage inverted = picture.inverted();
    int other = WHITE - threshold + 1;
    boolean light = united(picture, threshold) >= united(inverted, other);
    GreyImage grey = light ? picture : inverted;
    int limit = light ? threshold : other;
    float level = grey.quantile(0, limit, 0.5);
    float noise = (level - grey.quantile(0, limit, 0.25)) / MIDDLE;
    float spread = grey.quantile(0, limit, 0.75) - level;
    // With little ink, the threshold lies within the paper's own grain.
    boolean split = grain(picture) > DOUBT * noise + 1;
    return new Foreground(
        grey.with(v -> v - level), noise, 0, split ? WHITE : Math.max(noise, spread));
  }

  /**
   * Returns the share of the upper level that its largest component holds, less this level's own.
   */
  private static double united(GreyImage picture, float threshold) {
    int pixels = picture.values().length;
    List<Component> components =
        Component.of(picture.atLeast(threshold), picture.width(), new int[pixels]);
    int most = components.stream().mapToInt(component -> component.area).max().orElse(0);
    double all = components.stream().mapToInt(component -> component.area).sum();
    return most / Math.max(1, all) - all / pixels;
  }

  /** Finds the ink by the paper around each place, given whether it is darker than that. */
  static Foreground around(GreyImage picture, boolean dark) {
    GreyImage grey = dark ? picture.inverted() : picture;
    GreyImage coarse = grey.shrunk(COARSE);
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
    float change = paper.quantile(0.95) - paper.quantile(0.05);
    return new Foreground(
        differences.with(value -> value),
        Math.max(grain(differences), change / SMOOTH),
        change / CHANGE,
        paper.variation());
  }

  /** Returns the standard deviation of what differs between pixels that lie near each other. */
  private static float grain(GreyImage picture) {
    float[] differences = new float[picture.values().length];
    for (int i = 0; i + NEAR < differences.length; i++) {
      differences[i] = Math.abs(picture.values()[i] - picture.values()[i + NEAR]);
    }
    GreyImage all = new GreyImage(picture.width(), picture.height(), differences);
    return (float) (all.quantile(0.25) / QUARTILE / Math.sqrt(2));
  }
}
