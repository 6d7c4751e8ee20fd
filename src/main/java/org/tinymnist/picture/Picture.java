package org.tinymnist.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A decoded picture.
 *
 * @param step subsampling factor of the file's rows and columns
 * @param orientation 1 to 8 (EXIF 2.3, section 4.6.4)
 * @param left column at which a GIF's frame begins; {@code top} is its row
 */
record Picture(BufferedImage image, int step, int orientation, int left, int top) {

  private static final int CHANNELS = 3; // red, green and blue; the opacity comes after them
  private static final double WHITE = 255;

  // Weights of red, green and blue, and the level of black: luma (ITU-R BT.601), and axes that
  // separate colors of equal brightness.
  private static final double[][] AXES = {
    {0.299, 0.587, 0.114, 0},
    {.5, -.5, 0, WHITE / 2},
    {0, .5, -.5, WHITE / 2},
    {.5, 0, -.5, WHITE / 2}
  };
  private static final double FAR = 4; // minimum ratio of another axis's variance to luma's
  private static final int SAMPLED = 200; // pixels per side: enough to choose axis and background
  private static final double FEW = 0.02; // of the opaque pixels: minimum that strokes cover

  /**
   * Returns the picture in gray and upright. Colors of equal brightness, such as red on green, keep
   * their contrast. Transparent pixels become white, or black if all opaque pixels are light.
   */
  GrayImage gray() {
    double dark = 0;
    List<double[]> sampled = new ArrayList<>();
    int every = 1 + Math.max(image.getWidth(), image.getHeight()) / SAMPLED;
    for (int y = 0; y < image.getHeight(); y += every) {
      for (int x = 0; x < image.getWidth(); x += every) {
        double[] color = color(x, y);
        sampled.add(color);
        boolean isDark = along(AXES[0], color, 0) < WHITE / 2 * color[CHANNELS];
        dark += ((isDark ? 1 : 0) - FEW) * color[CHANNELS];
      }
    }
    double paper = dark >= 0 ? WHITE : 0;
    return upright(axis(sampled, paper), paper);
  }

  /** Scales the sums of 32-bit channels, which use only a part of their range, to 16 bits. */
  static BufferedImage narrowed(BufferedImage image) {
    Raster raster = image.getRaster();
    int type = raster.getTransferType();
    if (!(image.getColorModel() instanceof ComponentColorModel) || type < DataBuffer.TYPE_INT) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    double[] sums = new double[width * height];
    for (int band = 0; band < raster.getNumBands(); band++) {
      double[] samples = raster.getSamples(0, 0, width, height, band, (double[]) null);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += samples[i] + (type == DataBuffer.TYPE_INT && samples[i] < 0 ? 0x1p32 : 0);
      }
    }
    var range = DoubleStream.of(sums).filter(Double::isFinite).summaryStatistics();
    for (int i = 0; i < sums.length; i++) {
      double share = (sums[i] - range.getMin()) / (range.getMax() - range.getMin());
      sums[i] = 0xFFFF * Math.max(0, Math.min(1, share));
    }
    BufferedImage gray = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
    gray.getRaster().setSamples(0, 0, width, height, 0, sums);
    return gray;
  }

  /** Returns red, green and blue, 0 to 255, multiplied by the opacity, which follows, 0 to 1. */
  private double[] color(int x, int y) {
    ColorModel model = image.getColorModel();
    ColorSpace space = model.getColorSpace();
    // getRGB would treat gray samples as linear light, which is wrong for every format.
    float[] found =
        model.getNormalizedComponents(image.getRaster().getDataElements(x, y, null), null, 0);
    int colors = model.getNumColorComponents();
    double opacity = model.hasAlpha() ? found[colors] : 1;
    double black = colors > CHANNELS ? found[CHANNELS] : 0;
    double[] color = new double[CHANNELS + 1];
    for (int c = 0; c < CHANNELS; c++) {
      // Of Lab's three components, only lightness is used.
      int used = colors < CHANNELS || space.getType() == ColorSpace.TYPE_Lab ? 0 : c;
      double share = found[used] / space.getMaxValue(used);
      double light = colors > CHANNELS ? (1 - share) * (1 - black) : share;
      color[c] = WHITE * opacity * light;
    }
    color[CHANNELS] = opacity;
    return color;
  }

  /** Returns the color axis with the largest variance; luma unless another one's is far larger. */
  private static double[] axis(List<double[]> sampled, double paper) {
    ToDoubleFunction<double[]> variance =
        axis -> {
          double mean =
              sampled.stream().mapToDouble(c -> along(axis, c, paper)).average().orElse(0);
          return sampled.stream().mapToDouble(c -> Math.pow(along(axis, c, paper) - mean, 2)).sum();
        };
    double[] widest = Collections.max(List.of(AXES), Comparator.comparingDouble(variance));
    boolean far = variance.applyAsDouble(widest) > FAR * variance.applyAsDouble(AXES[0]);
    return far ? widest : AXES[0];
  }

  private static double along(double[] axis, double[] color, double paper) {
    double sum = axis[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      sum += axis[c] * (color[c] + (1 - color[CHANNELS]) * paper);
    }
    return sum;
  }

  /** Projects the colors to an axis and applies the EXIF orientation. */
  private GrayImage upright(double[] axis, double paper) {
    int columns = image.getWidth();
    int rows = image.getHeight();
    boolean swapped = List.of(5, 6, 7, 8).contains(orientation);
    boolean fromRight = List.of(2, 3, 7, 8).contains(orientation);
    boolean fromBottom = List.of(3, 4, 6, 7).contains(orientation);
    int width = swapped ? rows : columns;
    float[] values = new float[columns * rows];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int across = fromRight ? columns - 1 - x : x;
        int down = fromBottom ? rows - 1 - y : y;
        values[swapped ? across * width + down : down * width + across] =
            (float) along(axis, color(x, y), paper);
      }
    }
    return new GrayImage(width, values.length / width, values);
  }
}
