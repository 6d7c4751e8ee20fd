package org.tinymnist.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.Arrays;

/** Makes a decoded picture grey. */
final class Picture {

  private static final int CHANNELS = 3;
  private static final float WHITE = 255;

  /** Luma (ITU-R BT.601), single channels, and what tells colours of the same brightness apart. */
  private static final double[][] AXES = {
    {0.299, 0.587, 0.114}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {.5, -.5, 0}, {0, .5, -.5}, {.5, 0, -.5}
  };

  /** Another axis has to have so many times the variance: digits may be of several colours. */
  private static final double FAR = 4;

  /** Opaque pixels darker than this are ink on transparent paper, if they are this share. */
  private static final float DARK = 128;

  private static final double SOME = 0.02;

  private Picture() {}

  /**
   * Returns a picture in grey: red on green of the same brightness is as clear as black on white.
   * What is transparent is white, or black where all that is opaque is light.
   *
   * @param factor means of so many pixels, across and down, become one
   * @return values from 0 to 255
   */
  static GreyImage grey(BufferedImage image, int factor) {
    int width = (image.getWidth() + factor - 1) / factor;
    int height = (image.getHeight() + factor - 1) / factor;
    float[][] channels = means(image, factor, width, height);
    float[] alpha = channels[CHANNELS];
    float paper = paper(channels);
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < alpha.length; i++) {
        channels[c][i] += (1 - alpha[i]) * paper;
      }
    }
    double[] axis = axis(channels, width, height);
    double least = WHITE * Arrays.stream(axis).map(share -> Math.min(0, share)).sum();
    float[] values = new float[alpha.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.max(0, Math.min(WHITE, along(axis, channels, i) - least));
    }
    return new GreyImage(width, height, values);
  }

  /** Returns red, green and blue, 0 to 255, each times the opacity; and the opacity, 0 to 1. */
  private static float[][] means(BufferedImage image, int factor, int width, int height) {
    float[][] sums = new float[CHANNELS + 1][width * height];
    float[] counts = new float[width * height];
    int columns = image.getWidth();
    float[][] row = new float[CHANNELS + 1][columns];
    for (int y = 0; y < image.getHeight(); y++) {
      readRow(image, y, row);
      for (int x = 0; x < columns; x++) {
        int target = y / factor * width + x / factor;
        float opacity = row[CHANNELS][x];
        counts[target]++;
        sums[CHANNELS][target] += opacity;
        for (int c = 0; c < CHANNELS; c++) {
          sums[c][target] += opacity * row[c][x];
        }
      }
    }
    for (float[] channel : sums) {
      for (int i = 0; i < counts.length; i++) {
        channel[i] /= counts[i];
      }
    }
    return sums;
  }

  private static void readRow(BufferedImage image, int y, float[][] row) {
    int width = image.getWidth();
    ColorModel model = image.getColorModel();
    if (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      // Not by getRGB: that takes grey samples for linear light, which no format means.
      float most = (1 << model.getComponentSize(0)) - 1;
      image.getRaster().getSamples(0, y, width, 1, 0, row[0]);
      Arrays.fill(row[CHANNELS], most);
      if (model.hasAlpha()) {
        image.getRaster().getSamples(0, y, width, 1, 1, row[CHANNELS]);
      }
      for (int x = 0; x < width; x++) {
        row[0][x] *= WHITE / most;
        row[1][x] = row[0][x];
        row[2][x] = row[0][x];
        row[CHANNELS][x] /= most;
      }
      return;
    }
    int[] pixels = image.getRGB(0, y, width, 1, null, 0, width);
    for (int x = 0; x < width; x++) {
      row[0][x] = pixels[x] >> 16 & 0xFF;
      row[1][x] = pixels[x] >> 8 & 0xFF;
      row[2][x] = pixels[x] & 0xFF;
      row[CHANNELS][x] = (pixels[x] >>> 24) / WHITE;
    }
  }

  private static float paper(float[][] channels) {
    double opaque = 0;
    double dark = 0;
    for (int i = 0; i < channels[0].length; i++) {
      float alpha = channels[CHANNELS][i];
      opaque += alpha;
      dark += along(AXES[0], channels, i) < DARK * alpha ? alpha : 0;
    }
    return dark >= SOME * opaque ? WHITE : 0;
  }

  /** Returns luma's axis, or that on which neighbours differ most if they do far more. */
  private static double[] axis(float[][] channels, int width, int height) {
    double[] variances = new double[AXES.length];
    int step = Math.max(1, Math.min(width, height) / 100);
    for (int y = 0; y + step < height; y += step) {
      for (int x = 0; x + step < width; x += step) {
        int i = y * width + x;
        for (int k = 0; k < AXES.length; k++) {
          double here = along(AXES[k], channels, i);
          double right = along(AXES[k], channels, i + step) - here;
          double below = along(AXES[k], channels, i + step * width) - here;
          variances[k] += right * right + below * below;
        }
      }
    }
    int most = 0;
    for (int k = 1; k < AXES.length; k++) {
      most = variances[k] > Math.max(variances[most], FAR * variances[0]) ? k : most;
    }
    return AXES[most];
  }

  private static double along(double[] axis, float[][] channels, int i) {
    return axis[0] * channels[0][i] + axis[1] * channels[1][i] + axis[2] * channels[2][i];
  }
}
