package org.tinymnist.picture;

import java.util.List;

/**
 * The foreground of a picture: the contrast of each pixel with the paper.
 *
 * @param amount contrast with the paper in gray levels, at least 0
 * @param noise standard deviation of the paper's grain
 * @param least minimum contrast of strokes; lower contrast may be due to uneven light
 * @param unevenness gray levels of variation of flat paper, otherwise their sum over all neighbors
 */
record Foreground(GrayImage amount, float noise, float least, double unevenness) {

  private static final int WHITE = 255;
  private static final int COARSE = 200; // pixels: size at which the paper is estimated
  private static final double WIDEST = 0.25; // of the shorter side: maximum stroke width
  private static final double QUARTILE = 0.3186; // of |z|, z normal: robust if most is ink
  private static final float MIDDLE = 0.6745f; // third quartile of z
  private static final double DOUBT = 1.2; // ratio of local to overall noise, after rounding
  private static final int NEAR = 3; // pixels: distance at which JPEG does not correlate the grain
  private static final float CHANGE = 4; // change of light that may leave 1 gray level ...
  private static final float SMOOTH = 30; // ... and that may leave noise of 1 gray level
  private static final float DARK = 40; // gray levels: limits the correction on dark paper

  /** Finds the foreground on evenly lit paper: the more connected, smaller one of two levels. */
  static Foreground flat(GrayImage picture) {
    int threshold = picture.threshold();
    GrayImage inverted = picture.inverted();
    int other = WHITE - threshold + 1;
    boolean light = united(picture, threshold) >= united(inverted, other);
    GrayImage gray = light ? picture : inverted;
    int limit = light ? threshold : other;
    float level = gray.quantile(0, limit, 0.5);
    float noise = (level - gray.quantile(0, limit, 0.25)) / MIDDLE;
    float spread = gray.quantile(0, limit, 0.75) - level;
    // With little ink, the threshold lies within the paper's grain.
    boolean split = grain(picture) > DOUBT * noise + 1;
    return new Foreground(
        gray.with(v -> v - level), noise, 0, split ? WHITE : Math.max(noise, spread));
  }

  /** Returns the largest component's fraction of the upper level, minus that of the picture. */
  private static double united(GrayImage picture, float threshold) {
    int pixels = picture.values().length;
    List<Component> components =
        Component.of(picture.atLeast(threshold), picture.width(), new int[pixels]);
    int most = components.stream().mapToInt(Component::area).max().orElse(0);
    double all = components.stream().mapToInt(Component::area).sum();
    return most / Math.max(1, all) - all / pixels;
  }

  /** Finds the foreground, darker or lighter than the paper around each pixel. */
  static Foreground around(GrayImage picture, boolean dark) {
    GrayImage gray = dark ? picture.inverted() : picture;
    GrayImage coarse = gray.shrunk(COARSE);
    int radius = Math.max(2, (int) (WIDEST * coarse.shorterSide() / 2));
    // A gray opening removes narrow marks; the larger dilation keeps edges out.
    GrayImage paper = coarse.ranked(radius, -1).ranked(radius + 1, 1);
    float[] amount = gray.values().clone();
    for (int i = 0; i < amount.length; i++) {
      int x = i % gray.width() * paper.width() / gray.width();
      int y = i / gray.width() * paper.height() / gray.height();
      float level = paper.at(x, y);
      // Reflected light is proportional to the incident light.
      float light = dark ? WHITE / (WHITE - level + DARK) : 1;
      amount[i] = (amount[i] - level) * light;
    }
    GrayImage differences = new GrayImage(gray.width(), gray.height(), amount);
    float change = paper.quantile(0, WHITE + 1, 0.95) - paper.quantile(0, WHITE + 1, 0.05);
    return new Foreground(
        differences.with(value -> value),
        Math.max(grain(differences), change / SMOOTH),
        change / CHANGE,
        paper.variation());
  }

  /** Returns the standard deviation of the noise, from differences between nearby pixels. */
  private static float grain(GrayImage picture) {
    float[] differences = new float[picture.values().length];
    for (int i = 0; i + NEAR < differences.length; i++) {
      differences[i] = Math.abs(picture.values()[i] - picture.values()[i + NEAR]);
    }
    GrayImage all = new GrayImage(picture.width(), picture.height(), differences);
    return (float) (all.quantile(0, Float.MAX_VALUE, 0.25) / QUARTILE / Math.sqrt(2));
  }
}
