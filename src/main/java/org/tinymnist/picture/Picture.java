package org.tinymnist.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoded picture.
 *
 * @param step of how many pixels of the file one was taken, across and down
 * @param orientation how it is to be turned, 1 to 8 (EXIF 2.3, section 4.6.4)
 */
record Picture(BufferedImage image, int step, int orientation) {

  private static final int CHANNELS = 3;
  private static final double WHITE = 255;

  /** Luma (ITU-R BT.601), single channels, and what tells colours of the same brightness apart. */
  private static final double[][] AXES = {
    {0.299, 0.587, 0.114}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {.5, -.5, 0}, {0, .5, -.5}, {.5, 0, -.5}
  };

  /** Another axis has to have so many times the variance: digits may be of several colours. */
  private static final double FAR = 4;

  /** Colours are looked at in this many pixels across and down. */
  private static final int SOME = 200;

  /** Opaque pixels darker than this are ink on transparent paper, if they are this share. */
  private static final double DARK = 128;

  private static final double FEW = 0.02;

  /**
   * Returns the picture in grey and the right way up: red on green of the same brightness is as
   * clear as black on white. What is transparent is white, or black where all that is opaque is
   * light.
   *
   * @return values from 0 to 255
   */
  GreyImage grey() {
    List<double[]> some = new ArrayList<>();
    int every = 1 + Math.max(image.getWidth(), image.getHeight()) / SOME;
    for (int y = 0; y < image.getHeight(); y += every) {
      for (int x = 0; x < image.getWidth(); x += every) {
        some.add(colour(x, y));
      }
    }
    double opaque = some.stream().mapToDouble(colour -> colour[CHANNELS]).sum();
    double dark =
        some.stream()
            .filter(colour -> along(AXES[0], colour, 0) < DARK * colour[CHANNELS])
            .mapToDouble(colour -> colour[CHANNELS])
            .sum();
    double paper = dark >= FEW * opaque ? WHITE : 0;
    double[] axis = axis(some, paper);
    double least = WHITE * Arrays.stream(axis).map(share -> Math.min(0, share)).sum();
    boolean swapped = orientation >= 5;
    boolean fromRight = List.of(2, 3, 7, 8).contains(orientation);
    boolean fromBottom = List.of(3, 4, 6, 7).contains(orientation);
    int width = swapped ? image.getHeight() : image.getWidth();
    float[] values = new float[image.getWidth() * image.getHeight()];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int across = fromRight ? image.getWidth() - 1 - x : x;
        int down = fromBottom ? image.getHeight() - 1 - y : y;
        double value = along(axis, colour(x, y), paper) - least;
        values[swapped ? across * width + down : down * width + across] =
            (float) Math.max(0, Math.min(WHITE, value));
      }
    }
    return new GreyImage(width, values.length / width, values);
  }

  /** Returns red, green and blue, 0 to 255, each times the opacity; and the opacity, 0 to 1. */
  private double[] colour(int x, int y) {
    ColorModel model = image.getColorModel();
    // Not by getRGB: that takes grey samples for linear light, which no format means.
    float[] found =
        model.getNormalizedComponents(image.getRaster().getDataElements(x, y, null), null, 0);
    int colours = model.getNumColorComponents();
    double opacity = model.hasAlpha() ? found[colours] : 1;
    double[] colour = new double[CHANNELS + 1];
    for (int c = 0; c < CHANNELS; c++) {
      colour[c] = WHITE * opacity * found[Math.min(c, colours - 1)];
    }
    colour[CHANNELS] = opacity;
    return colour;
  }

  /** Returns luma's axis, or that on which colours differ most if they do far more. */
  private static double[] axis(List<double[]> colours, double paper) {
    double[] widest = AXES[0];
    double least = 0;
    for (double[] axis : AXES) {
      double mean = colours.stream().mapToDouble(c -> along(axis, c, paper)).average().orElse(0);
      double variance =
          colours.stream().mapToDouble(c -> Math.pow(along(axis, c, paper) - mean, 2)).sum();
      if (axis == AXES[0]) {
        least = FAR * variance;
      } else if (variance > least) {
        least = variance;
        widest = axis;
      }
    }
    return widest;
  }

  private static double along(double[] axis, double[] colour, double paper) {
    double sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
      sum += axis[c] * (colour[c] + (1 - colour[CHANNELS]) * paper);
    }
    return sum;
  }
}
