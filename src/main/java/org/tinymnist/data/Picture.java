package org.tinymnist.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A picture in colour.
 *
 * @param factor how many times as large it was when it was decoded
 * @param red {@code [height, width]}, row by row, 0 to 255; likewise green and blue
 */
record Picture(int width, int height, int factor, float[] red, float[] green, float[] blue) {

  private static final int CHANNELS = 3;
  private static final float WHITE = 255;

  /** The 1024th power of a matrix leaves nothing but its largest eigenvalue. */
  private static final int SQUARINGS = 10;

  /** Opaque pixels darker than this are ink on transparent paper, if they are this share. */
  private static final double DARK = 128;

  private static final double SOME = 0.02;

  /**
   * Returns a decoded image in colour, of fewer pixels if it is larger than need be. What is
   * transparent is white, or black where all that is opaque is light.
   *
   * @param enough a longer side up to which every pixel is kept; beyond it, pixels are averaged
   */
  static Picture of(BufferedImage image, int enough) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] channels = channels(image);
    float[] alpha = channels[CHANNELS];
    float paper = paper(channels);
    int factor = (Math.max(width, height) + enough - 1) / enough;
    int newWidth = (width + factor - 1) / factor;
    int newHeight = (height + factor - 1) / factor;
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < alpha.length; i++) {
        channels[c][i] = alpha[i] * channels[c][i] + (1 - alpha[i]) * paper;
      }
      channels[c] = new GreyImage(width, height, channels[c]).shrunkBy(factor).values();
    }
    return new Picture(newWidth, newHeight, factor, channels[0], channels[1], channels[2]);
  }

  private static float[][] channels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] channels = new float[CHANNELS + 1][width * height];
    ColorModel model = image.getColorModel();
    if (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      // Not by getRGB: that takes grey samples for linear light, which no format means.
      float most = (1 << model.getComponentSize(0)) - 1;
      image.getRaster().getSamples(0, 0, width, height, 0, channels[0]);
      Arrays.fill(channels[CHANNELS], most);
      if (model.hasAlpha()) {
        image.getRaster().getSamples(0, 0, width, height, 1, channels[CHANNELS]);
      }
      for (int i = 0; i < channels[0].length; i++) {
        channels[0][i] *= WHITE / most;
        channels[CHANNELS][i] /= most;
      }
      channels[1] = channels[0].clone();
      channels[2] = channels[0].clone();
      return channels;
    }
    for (int y = 0; y < height; y++) {
      int[] row = image.getRGB(0, y, width, 1, null, 0, width);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        channels[0][i] = row[x] >> 16 & 0xFF;
        channels[1][i] = row[x] >> 8 & 0xFF;
        channels[2][i] = row[x] & 0xFF;
        channels[CHANNELS][i] = (row[x] >>> 24) / WHITE;
      }
    }
    return channels;
  }

  private static float paper(float[][] channels) {
    double opaque = 0;
    double dark = 0;
    for (int i = 0; i < channels[0].length; i++) {
      opaque += channels[CHANNELS][i];
      float luma = 0.299f * channels[0][i] + 0.587f * channels[1][i] + 0.114f * channels[2][i];
      dark += luma < DARK ? channels[CHANNELS][i] : 0;
    }
    return dark >= SOME * opaque ? WHITE : 0;
  }

  /**
   * Returns the picture along that axis of the colours on which neighbouring pixels differ most,
   * lighter being more: red on green of the same brightness is as clear as black on white.
   *
   * @return values from 0 to 255
   */
  GreyImage grey() {
    double[][] spread = new double[CHANNELS][CHANNELS];
    float[][] channels = {red, green, blue};
    int step = Math.max(1, Math.min(width, height) / 100);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        for (int next :
            new int[] {x + step < width ? i + step : i, y + step < height ? i + step * width : i}) {
          for (int j = 0; j < CHANNELS; j++) {
            for (int k = 0; k < CHANNELS; k++) {
              spread[j][k] +=
                  (channels[j][i] - channels[j][next]) * (channels[k][i] - channels[k][next]);
            }
          }
        }
      }
    }
    float[] axis = largest(spread);
    float[] values = new float[red.length];
    float total = Math.abs(axis[0]) + Math.abs(axis[1]) + Math.abs(axis[2]);
    float least =
        IntStream.range(0, CHANNELS).mapToObj(c -> Math.min(0, axis[c])).reduce(0f, Float::sum);
    for (int i = 0; i < values.length; i++) {
      float along = axis[0] * red[i] + axis[1] * green[i] + axis[2] * blue[i];
      values[i] = Math.max(0, Math.min(WHITE, (along - WHITE * least) / total));
    }
    return new GreyImage(width, height, values);
  }

  /** The eigenvector of the largest eigenvalue, pointing to the light: by repeated squaring. */
  private static float[] largest(double[][] spread) {
    double[][] power = spread;
    for (int i = 0; i < SQUARINGS; i++) {
      double trace = power[0][0] + power[1][1] + power[2][2];
      if (trace == 0) {
        return new float[] {1, 1, 1};
      }
      double[][] square = new double[CHANNELS][CHANNELS];
      for (int j = 0; j < CHANNELS; j++) {
        for (int k = 0; k < CHANNELS; k++) {
          for (int m = 0; m < CHANNELS; m++) {
            square[j][k] += power[j][m] / trace * (power[m][k] / trace);
          }
        }
      }
      power = square;
    }
    double[] row = power[0];
    for (double[] other : power) {
      row = norm(other) > norm(row) ? other : row;
    }
    double sign = row[0] + row[1] + row[2] < 0 ? -1 : 1;
    return new float[] {(float) (sign * row[0]), (float) (sign * row[1]), (float) (sign * row[2])};
  }

  private static double norm(double[] vector) {
    return Math.hypot(Math.hypot(vector[0], vector[1]), vector[2]);
  }
}
