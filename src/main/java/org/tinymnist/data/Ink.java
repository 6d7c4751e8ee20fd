package org.tinymnist.data;

import boofcv.alg.filter.binary.GThresholdImageOps;
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

  private static final int SMALL = 150;

  /** No stroke is wider than this share of the picture's shorter side. */
  private static final double WIDEST = 0.35;

  /** The first quartile of |z|, for a standard normal z: most of a tight picture may be ink. */
  private static final float QUARTILE = 0.3186f;

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
    GreyImage smooth = shorter > 2 * 28 ? picture.blurred() : picture;
    // One pixel more, so that the edges of the paper are not its ink.
    GreyImage paper = smooth.ranked(radius, -1).ranked(radius + 1, 1);
    float most = level(picture);
    float[] values = paper.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(values[i], most);
    }
    return paper;
  }

  /**
   * The level of paper that is the same everywhere, as the border shows it or, in a small picture
   * whose border is ink in part, the darker of two classes; infinite if it is not the same.
   */
  private static float level(GreyImage picture) {
    int[] histogram = new int[WHITE + 1];
    for (float value : picture.values()) {
      histogram[Math.round(value)]++;
    }
    float even = even(picture);
    if (!Float.isNaN(even)) {
      return even;
    }
    if (picture.longerSide() > SMALL) {
      return Float.POSITIVE_INFINITY;
    }
    int threshold = GThresholdImageOps.computeOtsu(histogram, WHITE + 1, picture.values().length);
    float[] darker = new float[picture.values().length];
    int count = 0;
    for (float value : picture.values()) {
      if (value <= threshold) {
        darker[count++] = value;
      }
    }
    Arrays.sort(darker, 0, count);
    return darker[count / 2];
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
}
