package org.tinymnist.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;

/**
 * The colours of an image's pixels.
 *
 * @param signed whether 32-bit integers are signed
 * @param least the sample value of black, for image types without a standard range
 * @param range the sample value of white minus that of black; 0 if the image type has a standard
 *     range
 */
record Colours(BufferedImage image, boolean signed, double least, double range) {

  /** Red, green and blue; the opacity comes after them. */
  static final int CHANNELS = 3;

  static final double WHITE = 255;

  static Colours of(BufferedImage image, boolean signed) {
    Colours colours = new Colours(image, signed, 0, 0);
    // 32-bit integers and floats: pictures use only a part of their range.
    if (!(image.getColorModel() instanceof ComponentColorModel)
        || image.getRaster().getTransferType() < DataBuffer.TYPE_INT) {
      return colours;
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int y = 0; y < image.getHeight(); y++) {
      for (double sample : colours.samples(0, y, image.getWidth())) {
        least = Double.isFinite(sample) ? Math.min(least, sample) : least;
        most = Double.isFinite(sample) ? Math.max(most, sample) : most;
      }
    }
    return new Colours(image, signed, least, most > least ? most - least : 1);
  }

  /**
   * Returns red, green and blue, 0 to 255 and multiplied by the opacity, then the opacity, 0 to 1.
   */
  double[] at(int x, int y) {
    ColorModel model = image.getColorModel();
    int space = model.getColorSpace().getType();
    double[] found = range == 0 ? shares(x, y) : samples(x, y, 1);
    // Of Lab's three components, only lightness is used.
    int colours = space == ColorSpace.TYPE_Lab ? 1 : model.getNumColorComponents();
    double opacity = model.hasAlpha() ? found[model.getNumColorComponents()] : 1;
    double[] colour = new double[CHANNELS + 1];
    for (int c = 0; c < CHANNELS; c++) {
      double share = found[Math.min(c, colours - 1)];
      double light = colours > CHANNELS ? (1 - share) * (1 - found[CHANNELS]) : share;
      colour[c] = WHITE * opacity * light;
    }
    colour[CHANNELS] = opacity;
    return colour;
  }

  private double[] shares(int x, int y) {
    ColorModel model = image.getColorModel();
    // getRGB would treat grey samples as linear light, which is wrong for every format.
    float[] found =
        model.getNormalizedComponents(image.getRaster().getDataElements(x, y, null), null, 0);
    double[] shares = new double[found.length];
    for (int c = 0; c < shares.length; c++) {
      boolean alpha = c >= model.getNumColorComponents();
      shares[c] = found[c] / (alpha ? 1 : model.getColorSpace().getMaxValue(c));
    }
    return shares;
  }

  /** Returns the samples of adjacent pixels, as fractions of the range once it is known. */
  private double[] samples(int x, int y, int count) {
    double[] samples = image.getRaster().getPixels(x, y, count, 1, (double[]) null);
    boolean integer = image.getRaster().getTransferType() == DataBuffer.TYPE_INT;
    for (int i = 0; i < samples.length; i++) {
      samples[i] += integer && !signed && samples[i] < 0 ? 0x1p32 : 0;
      double share = Double.isNaN(samples[i]) ? 0 : (samples[i] - least) / range;
      samples[i] = range == 0 ? samples[i] : Math.max(0, Math.min(1, share));
    }
    return samples;
  }
}
