package org.tinymnist.picture;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The middle of a digit's strokes, thinned to one pixel (T. Y. Zhang and C. Y. Suen, 1984).
 *
 * @param on {@code [SIDE, SIDE]}, row by row
 */
record Skeleton(boolean[] on) {

  private static final int SIDE = 84;
  private static final int[] AROUND = {
    -SIDE, -SIDE + 1, 1, SIDE + 1, SIDE, SIDE - 1, -1, -SIDE - 1
  };

  /** Thins an image of 28x28. */
  static Skeleton of(byte[] image) {
    Skeleton skeleton = new Skeleton(new boolean[SIDE * SIDE]);
    for (int i = 0; i < SIDE * SIDE; i++) {
      skeleton.on[i] = Drawing.ink(image, 0, 0, SIDE, i % SIDE, i / SIDE) > 0.4;
    }
    while (skeleton.thin(0) | skeleton.thin(4)) {}
    return skeleton;
  }

  private boolean thin(int first) {
    List<Integer> gone = new ArrayList<>();
    for (int i = SIDE + 1; i < on.length - SIDE - 1; i++) {
      int near = 0; // a bit for each neighbor, twice around
      for (int k = 0; k < 16; k++) {
        near |= on[i + AROUND[(k + first) % 8]] ? 1 << k : 0;
      }
      int count = Integer.bitCount(near) / 2;
      int rises = Integer.bitCount(~near & near >> 1 & 0xFF);
      boolean edge = (near & 0b10101) != 0b10101 && (near & 0b1010100) != 0b1010100;
      if (on[i] && count >= 2 && count <= 6 && rises == 1 && edge) {
        gone.add(i);
      }
    }
    gone.forEach(i -> on[i] = false);
    return !gone.isEmpty();
  }

  /** Returns the lines between neighbors, smoothed, in a picture so many pixels large. */
  List<Line2D> lines(double size) {
    List<Line2D> lines = new ArrayList<>();
    for (int i = 0; i < on.length; i++) {
      for (int step : new int[] {0, 1, SIDE - 1, SIDE, SIDE + 1}) {
        if (i + step < on.length && on[i] && on[i + step]) {
          lines.add(new Line2D.Double(at(i, size), at(i + step, size)));
        }
      }
    }
    return lines;
  }

  private Point2D at(int pixel, double size) {
    int[] near =
        IntStream.range(0, 25)
            .map(i -> pixel + (i / 5 - 2) * SIDE + i % 5 - 2)
            .filter(i -> i >= 0 && i < on.length && on[i])
            .toArray();
    double x = IntStream.of(near).mapToDouble(i -> i % SIDE + 0.5).average().orElseThrow();
    double y = IntStream.of(near).mapToDouble(i -> i / SIDE + 0.5).average().orElseThrow();
    return new Point2D.Double(x * size / SIDE, y * size / SIDE);
  }
}
