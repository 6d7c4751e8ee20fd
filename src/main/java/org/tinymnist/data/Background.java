package org.tinymnist.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is behind a digit: paper or a board, lit evenly or not.
 *
 * <p>Its brightness is taken for a quadratic function of the place: fitted by least squares to the
 * picture's border first, then to every pixel that agrees with it, so that the digit does not
 * count.
 */
final class Background {

  /** The border's width, as a share of the picture's shorter side. */
  private static final double BORDER = 0.02;

  /** About as many pixels of the shorter side are looked at: a smooth function needs no more. */
  private static final int SAMPLES = 64;

  /** A pixel agrees within so many standard deviations of the noise ... */
  private static final double AGREES = 2.5;

  /** ... or grey levels, for pictures without noise. */
  private static final double LEAST = 3;

  /** The first quartile of |z|, for a standard normal z. */
  private static final double QUARTILE = 0.3186;

  /** Paper of a uniform colour stays within so many grey levels. */
  private static final double CLOSE = 10;

  /** What varies more, in grey levels, is not paper. */
  private static final double NOISY = 25;

  private static final double MOST = 0.9;
  private static final double HALF = 0.5;
  private static final double LITTLE = 0.15;

  /** Keeps proportions in bounds where the background is black. */
  private static final double DARK = 10;

  private static final int ROUNDS = 5;
  private static final int PLANE = 3;
  private static final int QUADRATIC = 6;

  private final GreyImage picture;
  private final int[] all;
  private final int[] border;
  private final double[] coefficients = new double[QUADRATIC];

  /** Fits the background of {@code picture}. */
  Background(GreyImage picture) {
    this.picture = picture;
    int width = picture.width();
    int height = picture.height();
    int shorterSide = Math.min(width, height);
    int step = Math.max(1, shorterSide / SAMPLES);
    all =
        IntStream.range(0, width * height)
            .filter(i -> i % width % step == 0 && i / width % step == 0)
            .toArray();
    border = Arrays.stream(all).filter(i -> fromEdge(i) < BORDER * shorterSide).toArray();
    double[] levels = Arrays.stream(border).mapToDouble(i -> picture.values()[i]).toArray();
    Arrays.sort(levels);
    coefficients[0] = levels[levels.length / 2];
    for (int i = 0; i < ROUNDS; i++) {
      refit(border, PLANE);
    }
    for (int i = 0; i < ROUNDS; i++) {
      refit(all, QUADRATIC);
    }
  }

  private int fromEdge(int pixel) {
    int x = pixel % picture.width();
    int y = pixel / picture.width();
    return Math.min(Math.min(x, picture.width() - 1 - x), Math.min(y, picture.height() - 1 - y));
  }

  /**
   * Returns the standard deviation of the background's own grain, in grey levels, as the border
   * shows it, or all of the picture where lines cross the border.
   */
  double noise() {
    return Math.min(noise(border), noise(all));
  }

  /** It follows from the first quartile and not from the median: half of it all may be ink. */
  private double noise(int[] pixels) {
    double[] sizes = Arrays.stream(pixels).mapToDouble(i -> Math.abs(difference(i))).toArray();
    Arrays.sort(sizes);
    return sizes[sizes.length / 4] / QUARTILE;
  }

  /**
   * Returns whether this is what is behind most of the border, and half of the picture, and little
   * lies between it and the ink.
   *
   * @param ink in grey levels above the paper
   */
  boolean holds(float ink) {
    double paper = share(all, Math.max(CLOSE, AGREES * noise()));
    double notInk = share(all, ink);
    return noise() < NOISY
        && share(border, ink) >= MOST
        && notInk >= HALF
        && notInk - paper < LITTLE;
  }

  private double share(int[] pixels, double tolerance) {
    return Arrays.stream(pixels).filter(i -> Math.abs(difference(i)) < tolerance).count()
        / (double) pixels.length;
  }

  /**
   * Returns by how much a pixel is lighter than the background, in grey levels, had the light of
   * the picture's centre fallen on it: what reflects light does so in proportion.
   */
  double contrast(int pixel) {
    double difference = difference(pixel);
    double background = picture.values()[pixel] - difference;
    return difference * (coefficients[0] + DARK) / (Math.max(0, background) + DARK);
  }

  private double difference(int pixel) {
    double[] terms = terms(pixel);
    double background = 0;
    for (int k = 0; k < QUADRATIC; k++) {
      background += coefficients[k] * terms[k];
    }
    return picture.values()[pixel] - background;
  }

  /** The terms of the function, constant and plane first; coordinates from -1 to 1. */
  private double[] terms(int pixel) {
    double x = 2.0 * (pixel % picture.width()) / picture.width() - 1;
    double y = 2.0 * (pixel / picture.width()) / picture.height() - 1;
    return new double[] {1, x, y, x * x, x * y, y * y};
  }

  /** Fits the first {@code terms} coefficients anew to those pixels that agree with the old fit. */
  private void refit(int[] pixels, int terms) {
    double limit = Math.max(LEAST, AGREES * noise(border));
    double[][] normal = new double[terms][terms + 1];
    for (int pixel : pixels) {
      double difference = difference(pixel);
      if (Math.abs(difference) <= limit) {
        double[] t = terms(pixel);
        for (int j = 0; j < terms; j++) {
          for (int k = 0; k < terms; k++) {
            normal[j][k] += t[j] * t[k];
          }
          normal[j][terms] += t[j] * difference;
        }
      }
    }
    double[] change = solve(normal);
    for (int j = 0; j < terms; j++) {
      coefficients[j] += change[j];
    }
  }

  /** Gauss-Jordan elimination; a slight ridge keeps pictures of one row or column solvable. */
  private static double[] solve(double[][] normal) {
    int n = normal.length;
    double ridge = 1e-6 * (normal[0][0] + 1);
    for (int j = 0; j < n; j++) {
      normal[j][j] += ridge;
    }
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        if (k != j) {
          double factor = normal[k][j] / normal[j][j];
          for (int m = j; m <= n; m++) {
            normal[k][m] -= factor * normal[j][m];
          }
        }
      }
    }
    return IntStream.range(0, n).mapToDouble(j -> normal[j][n] / normal[j][j]).toArray();
  }
}
