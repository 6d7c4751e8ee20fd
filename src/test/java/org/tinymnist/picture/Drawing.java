package org.tinymnist.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A grey picture to draw test digits on, as a camera or a scanner would have it.
 *
 * @param values {@code [height, width]}, 0 to 255
 */
record Drawing(int width, int height, double[] values) {

  /** A level at a place. */
  @FunctionalInterface
  interface Level {
    double at(int x, int y, double old);
  }

  /** Paper of a level, with grain of a standard deviation. */
  static Drawing paper(int width, int height, double level, double grain, Random random) {
    return new Drawing(width, height, new double[width * height])
        .with((x, y, old) -> level + grain * random.nextGaussian());
  }

  /** Changes every pixel in place. */
  Drawing with(Level level) {
    for (int i = 0; i < values.length; i++) {
      values[i] = level.at(i % width, i / width, values[i]);
    }
    return this;
  }

  /** Draws an image of 28x28 with its upper left corner at a place, {@code size} pixels large. */
  Drawing digit(byte[] image, int left, int top, int size, double depth) {
    return with(
        (x, y, old) -> {
          double column = 28 * (x - left + 0.5) / size;
          double row = 28 * (y - top + 0.5) / size;
          return old - depth * ink(image, column, row);
        });
  }

  /** Lays a drawing on this one, turned around its centre, where it is at {@code (x, y)}. */
  Drawing lay(Drawing other, double centreX, double centreY, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return with(
        (x, y, old) -> {
          int u = (int) Math.round((x - centreX) * cos + (y - centreY) * sin + other.width / 2.0);
          int v = (int) Math.round((y - centreY) * cos - (x - centreX) * sin + other.height / 2.0);
          boolean inside = u >= 0 && v >= 0 && u < other.width && v < other.height;
          return inside ? other.values[v * other.width + u] : old;
        });
  }

  /** Returns the mean absolute difference of two images. */
  static double difference(float[] one, float[] other) {
    double sum = 0;
    for (int p = 0; p < one.length; p++) {
      sum += Math.abs(one[p] - other[p]);
    }
    return sum / one.length;
  }

  static byte[] encoded(BufferedImage image, String format) {
    try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
      assertThat(ImageIO.write(image, format, file)).isTrue();
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  BufferedImage image() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < values.length; i++) {
      int level = (int) Math.max(0, Math.min(255, Math.round(values[i])));
      image.getRaster().setSample(i % width, i / width, 0, level);
    }
    return image;
  }

  /** The ink, 0 to 1, between the pixels of an image: linear interpolation. */
  static double ink(byte[] image, double x, double y) {
    int column = (int) Math.floor(x - 0.5);
    int row = (int) Math.floor(y - 0.5);
    double right = x - 0.5 - column;
    double down = y - 0.5 - row;
    return (1 - down) * ((1 - right) * at(image, column, row) + right * at(image, column + 1, row))
        + down
            * ((1 - right) * at(image, column, row + 1) + right * at(image, column + 1, row + 1));
  }

  private static double at(byte[] image, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < 28 && y < 28;
    return inside ? Byte.toUnsignedInt(image[28 * y + x]) / 255.0 : 0;
  }
}
