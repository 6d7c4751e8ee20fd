package org.tinymnist.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;

/**
 * A picture in colour.
 *
 * @param factor how many times as large it was when it was decoded
 * @param red {@code [height, width]}, row by row, 0 to 255; likewise green and blue
 */
record Picture(int width, int height, int factor, float[] red, float[] green, float[] blue) {

  private static final int CHANNELS = 3;
  private static final float WHITE = 255;

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
    FMatrixRMaj spread = new FMatrixRMaj(CHANNELS, CHANNELS);
    float[][] channels = {red, green, blue};
    int step = Math.max(1, Math.min(width, height) / 100);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        for (int next :
            new int[] {x + step < width ? i + step : i, y + step < height ? i + step * width : i}) {
          for (int j = 0; j < CHANNELS; j++) {
            for (int k = 0; k < CHANNELS; k++) {
              float product =
                  (channels[j][i] - channels[j][next]) * (channels[k][i] - channels[k][next]);
              spread.add(j, k, product);
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

  /**
   * The eigenvector of the largest eigenvalue, pointing to the light; grey where nothing differs.
   */
  private static float[] largest(FMatrixRMaj spread) {
    var eigen = DecompositionFactory_FDRM.eig(CHANNELS, true, true);
    if (!(spread.get(0, 0) + spread.get(1, 1) + spread.get(2, 2) > 0) || !eigen.decompose(spread)) {
      return new float[] {1, 1, 1};
    }
    int first = 0;
    for (int i = 1; i < CHANNELS; i++) {
      first = eigen.getEigenvalue(i).real > eigen.getEigenvalue(first).real ? i : first;
    }
    float[] axis = eigen.getEigenVector(first).data.clone();
    float sum = axis[0] + axis[1] + axis[2];
    for (int i = 0; i < CHANNELS && sum < 0; i++) {
      axis[i] = -axis[i];
    }
    return axis;
  }
}
