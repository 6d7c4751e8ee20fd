package org.tinymnist.data;

import boofcv.alg.filter.blur.BlurImageOps;
import boofcv.struct.image.GrayU8;
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

  /** No stroke is wider than this share of the picture's shorter side. */
  private static final double WIDEST = 0.35;

  /** The median absolute value of a standard normal variable. */
  private static final float MEDIAN = 0.6745f;

  /** Finds the ink of a picture. */
  static Ink of(GreyImage grey) {
    int factor = (grey.longerSide() + COARSE - 1) / COARSE;
    GreyImage coarse = grey.shrunkBy(factor);
    if (isDarkOnLight(coarse.shrunkBy((coarse.longerSide() + COARSER - 1) / COARSER))) {
      grey = inverted(grey);
      coarse = inverted(coarse);
    }
    GreyImage paper = paper(coarse);
    float[] amount = grey.values().clone();
    for (int i = 0; i < amount.length; i++) {
      int x = i % grey.width() / factor;
      int y = i / grey.width() / factor;
      amount[i] -= paper.at(x, y);
    }
    float[] sorted = amount.clone();
    Arrays.sort(sorted);
    float usual = sorted[sorted.length / 2];
    for (int i = 0; i < amount.length; i++) {
      sorted[i] = Math.abs(amount[i] - usual);
      amount[i] = Math.max(0, amount[i] - Math.max(0, usual));
    }
    Arrays.sort(sorted);
    return new Ink(
        new GreyImage(grey.width(), grey.height(), amount), sorted[sorted.length / 2] / MEDIAN);
  }

  /** What stands out from the median of its surroundings: they are paper for the most part. */
  private static boolean isDarkOnLight(GreyImage picture) {
    GrayU8 levels = new GrayU8(picture.width(), picture.height());
    for (int i = 0; i < levels.data.length; i++) {
      levels.data[i] = (byte) Math.round(picture.values()[i]);
    }
    int radius = Math.max(7, Math.min(picture.width(), picture.height()) / 5);
    GrayU8 median = levels.createSameShape();
    BlurImageOps.median(levels, median, radius, radius, null);
    double lighter = 0;
    for (int i = 0; i < levels.data.length; i++) {
      double difference = (levels.data[i] & WHITE) - (median.data[i] & WHITE);
      lighter += difference * Math.abs(difference);
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
    return smooth.ranked(radius, -1).ranked(radius + 1, 1);
  }
}
