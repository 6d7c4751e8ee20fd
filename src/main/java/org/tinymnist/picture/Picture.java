package org.tinymnist.picture;

import static org.tinymnist.picture.Colours.CHANNELS;
import static org.tinymnist.picture.Colours.WHITE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoded picture.
 *
 * @param step subsampling factor of the file's rows and columns
 */
record Picture(Colours colours, int step, PictureTags tags) {

  /** Luma (ITU-R BT.601), single channels, and axes that separate colours of equal brightness. */
  private static final double[][] AXES = {
    {0.299, 0.587, 0.114}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {.5, -.5, 0}, {0, .5, -.5}, {.5, 0, -.5}
  };

  /** Minimum ratio of another axis's variance to luma's: digits may have several colours. */
  private static final double FAR = 4;

  /** Number of sampled pixels per side. */
  private static final int SAMPLED = 200;

  /**
   * A transparent picture has a white background if at least the fraction {@code FEW} of its opaque
   * pixels is darker than this.
   */
  private static final double DARK = 128;

  private static final double FEW = 0.02;

  /**
   * Returns the picture in grey and upright. Colours of equal brightness, such as red on green,
   * keep their contrast. Transparent pixels become white, or black if all opaque pixels are light.
   *
   * @return values from 0 to 255
   */
  GreyImage grey() {
    List<double[]> sampled = sampled();
    double paper = paper(sampled);
    return upright(axis(sampled, paper), paper);
  }

  private List<double[]> sampled() {
    List<double[]> sampled = new ArrayList<>();
    int width = colours.image().getWidth();
    int height = colours.image().getHeight();
    int every = 1 + Math.max(width, height) / SAMPLED;
    for (int y = 0; y < height; y += every) {
      for (int x = 0; x < width; x += every) {
        sampled.add(colours.at(x, y));
      }
    }
    return sampled;
  }

  private static double paper(List<double[]> sampled) {
    double opaque = sampled.stream().mapToDouble(colour -> colour[CHANNELS]).sum();
    double dark =
        sampled.stream()
            .filter(colour -> along(AXES[0], colour, 0) < DARK * colour[CHANNELS])
            .mapToDouble(colour -> colour[CHANNELS])
            .sum();
    return dark >= FEW * opaque ? WHITE : 0;
  }

  /** Returns the colour axis with the largest variance; luma unless another one's is far larger. */
  private static double[] axis(List<double[]> sampled, double paper) {
    double[] widest = AXES[0];
    double least = 0;
    for (double[] axis : AXES) {
      double mean = sampled.stream().mapToDouble(c -> along(axis, c, paper)).average().orElse(0);
      double variance =
          sampled.stream().mapToDouble(c -> Math.pow(along(axis, c, paper) - mean, 2)).sum();
      if (axis == AXES[0]) {
        least = FAR * variance;
      } else if (variance > least) {
        least = variance;
        widest = axis;
      }
    }
    return widest;
  }

  /** Projects the colours to an axis and applies the EXIF orientation. */
  private GreyImage upright(double[] axis, double paper) {
    int columns = colours.image().getWidth();
    int rows = colours.image().getHeight();
    boolean swapped = tags.orientation() >= 5;
    boolean fromRight = List.of(2, 3, 7, 8).contains(tags.orientation());
    boolean fromBottom = List.of(3, 4, 6, 7).contains(tags.orientation());
    double least = WHITE * Arrays.stream(axis).map(share -> Math.min(0, share)).sum();
    int width = swapped ? rows : columns;
    float[] values = new float[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int across = fromRight ? columns - 1 - x : x;
        int down = fromBottom ? rows - 1 - y : y;
        double value = along(axis, colours.at(x, y), paper) - least;
        values[swapped ? across * width + down : down * width + across] =
            (float) Math.max(0, Math.min(WHITE, value));
      }
    }
    return new GreyImage(width, values.length / width, values);
  }

  private static double along(double[] axis, double[] colour, double paper) {
    double sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
      sum += axis[c] * (colour[c] + (1 - colour[CHANNELS]) * paper);
    }
    return sum;
  }
}
