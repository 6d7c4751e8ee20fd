package org.tinymnist.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A gray picture to draw test digits on, as a camera or a scanner would have it.
 *
 * @param values {@code [height, width]}, 0 to 255
 */
record Drawing(int width, int height, double[] values) {

  /** Changes a level at a place. */
  interface Level {
    double at(int x, int y, double old);
  }

  /** Draws paper of a level, with grain of a standard deviation. */
  static Drawing paper(int width, int height, double level, double grain, Random random) {
    return new Drawing(width, height, new double[width * height])
        .with((x, y, old) -> level + grain * random.nextGaussian());
  }

  /** Enlarges an image of 28x28, with more margin at the left and the top, dark on light or not. */
  static Drawing enlarged(byte[] image, int scale, int left, int top, boolean dark) {
    int size = 28 * scale;
    return paper(size + left, size + top, dark ? 255 : 0, 0, new Random(0))
        .digit(image, left, top, size, dark ? 255 : -255);
  }

  /** Changes every pixel in place. */
  Drawing with(Level level) {
    for (int i = 0; i < values.length; i++) {
      values[i] = level.at(i % width, i / width, values[i]);
    }
    return this;
  }

  /** Draws an image of 28x28, enlarged to {@code size}, with its upper left corner at a place. */
  Drawing digit(byte[] image, double left, double top, double size, double depth) {
    return with((x, y, old) -> old - depth * ink(image, left, top, size, x, y));
  }

  /** Lays a drawing on this one, turned around its center, where it is at {@code (x, y)}. */
  Drawing lay(Drawing other, double centerX, double centerY, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return with(
        (x, y, old) -> {
          int u = (int) Math.round((x - centerX) * cos + (y - centerY) * sin + other.width / 2.0);
          int v = (int) Math.round((y - centerY) * cos - (x - centerX) * sin + other.height / 2.0);
          boolean inside = u >= 0 && v >= 0 && u < other.width && v < other.height;
          return inside ? other.values[v * other.width + u] : old;
        });
  }

  BufferedImage image() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    DoubleStream levels =
        DoubleStream.of(values).map(v -> Math.max(0, Math.min(255, Math.round(v))));
    image.getRaster().setSamples(0, 0, width, height, 0, levels.toArray());
    return image;
  }

  static byte[] encoded(BufferedImage image, String format) {
    try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
      assertThat(ImageIO.write(image, format, file)).isTrue();
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the mean absolute difference of two images. */
  static double difference(float[] one, float[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(p -> Math.abs(one[p] - other[p]))
        .average()
        .orElseThrow();
  }

  /** Returns the ink, 0 to 1, at a pixel of what {@link #digit} draws: linear interpolation. */
  static double ink(byte[] image, double left, double top, double size, int x, int y) {
    double column = 28 * (x + 0.5 - left) / size - 0.5;
    double row = 28 * (y + 0.5 - top) / size - 0.5;
    int i = (int) Math.floor(column);
    int j = (int) Math.floor(row);
    double right = column - i;
    double down = row - j;
    return (1 - down) * ((1 - right) * at(image, i, j) + right * at(image, i + 1, j))
        + down * ((1 - right) * at(image, i, j + 1) + right * at(image, i + 1, j + 1));
  }

  private static double at(byte[] image, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < 28 && y < 28;
    return inside ? Byte.toUnsignedInt(image[28 * y + x]) / 255.0 : 0;
  }
}
