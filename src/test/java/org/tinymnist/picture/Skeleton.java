package org.tinymnist.picture;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

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
    boolean[] on = new boolean[SIDE * SIDE];
    for (int i = 0; i < on.length; i++) {
      on[i] = Drawing.ink(image, (i % SIDE + 0.5) / 3, (i / SIDE + 0.5) / 3) > 0.4;
    }
    Skeleton skeleton = new Skeleton(on);
    while (skeleton.thin(0) | skeleton.thin(4)) {}
    return skeleton;
  }

  private boolean thin(int first) {
    List<Integer> gone = new ArrayList<>();
    for (int i = SIDE + 1; i < on.length - SIDE - 1; i++) {
      int count = 0;
      int rises = 0;
      boolean[] near = new boolean[8];
      for (int k = 0; k < 8; k++) {
        near[k] = on[i + AROUND[(k + first) % 8]];
        count += near[k] ? 1 : 0;
        rises += !near[k] && on[i + AROUND[(k + 1 + first) % 8]] ? 1 : 0;
      }
      boolean edge = !(near[0] && near[2] && near[4]) && !(near[2] && near[4] && near[6]);
      if (on[i] && count >= 2 && count <= 6 && rises == 1 && edge) {
        gone.add(i);
      }
    }
    gone.forEach(i -> on[i] = false);
    return !gone.isEmpty();
  }

  /** Returns the lines between neighbours, smoothed, in a picture so many pixels large. */
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
    double x = 0;
    double y = 0;
    int count = 0;
    for (int near = 0; near < 25; near++) {
      int i = pixel + (near / 5 - 2) * SIDE + near % 5 - 2;
      if (i >= 0 && i < on.length && on[i]) {
        x += i % SIDE + 0.5;
        y += i / SIDE + 0.5;
        count++;
      }
    }
    return new Point2D.Double(x / count * size / SIDE, y / count * size / SIDE);
  }
}
