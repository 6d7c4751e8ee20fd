package org.tinymnist.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Removes ruled lines, grids and edges that cross a picture and its digits, with a Hough transform.
 */
final class RuledLines {

  private static final int LEAST = 64; // pixels: in smaller pictures, strokes are as thin as lines
  private static final int MOST = 40; // maximum number of lines; more are grain
  private static final double STEEPEST = 0.15; // maximum slope, in rows per column
  // Fractions of the picture's shorter side.
  private static final double WIDEST = 0.03; // maximum width of a line ...
  private static final double STRAIGHT = 1 / 150.0; // ... and its maximum deviation from straight
  // Fractions of the picture's side along the line.
  private static final double SEEN = 0.5; // minimum visible part; strokes cover the rest ...
  private static final double LENGTH = 0.85; // ... and minimum distance between its ends
  private static final double CUT = 0.7; // minimum fraction of adjacent ink that a light line cuts

  private RuledLines() {}

  /** A thin vertical run of pixels in column x. */
  private record Run(int x, int top, int bottom) {

    /** Returns the intercept of a line through this run, in units of the tolerance. */
    int place(double slope, double tolerance) {
      return (int) Math.round(((top + bottom) / 2.0 - slope * x) / tolerance);
    }

    void fill(boolean[] pixels, int along, int across, boolean value) {
      for (int y = top; y < bottom; y++) {
        pixels[x * along + y * across] = value;
      }
    }
  }

  /**
   * Returns the pixels without lines, except where strokes cross them.
   *
   * @param pixels {@code [height, width]}, row by row
   */
  static boolean[] erased(boolean[] pixels, int width) {
    int height = pixels.length / width;
    boolean[] rest = pixels.clone();
    if (Math.min(width, height) >= LEAST) {
      erase(rest, width, height, 1, width);
      erase(rest, height, width, width, 1);
    }
    return rest;
  }

  /**
   * Fills light lines that cut strokes, such as the grid of a plot: rows or columns with ink on
   * both sides.
   */
  static void join(boolean[] pixels, int width) {
    int height = pixels.length / width;
    if (Math.min(width, height) >= LEAST) {
      join(pixels, width, height, 1, width);
      join(pixels, height, width, width, 1);
    }
  }

  private static void join(boolean[] pixels, int width, int height, int along, int across) {
    int most = (int) Math.ceil(STRAIGHT * Math.min(width, height));
    for (int y = 1; y < height - 1; y++) {
      for (int gap = 1; gap <= most && y + gap < height; gap++) {
        int cut = 0;
        int other = 0;
        for (int x = 0; x < width; x++) {
          int start = x * along + y * across;
          boolean free = true;
          for (int i = 0; i < gap; i++) {
            free &= !pixels[start + i * across];
          }
          boolean before = pixels[start - across];
          boolean after = pixels[start + gap * across];
          cut += free && before && after ? 1 : 0;
          other += !free || before != after ? 1 : 0;
        }
        if (cut > CUT * (cut + other)) {
          for (int x = 0; x < width; x++) {
            int start = x * along + y * across;
            if (pixels[start - across] && pixels[start + gap * across]) {
              new Run(x, y, y + gap).fill(pixels, along, across, true);
            }
          }
        }
      }
    }
  }

  /**
   * Erases lines along the rows or columns.
   *
   * @param along distance between neighbouring pixels along the lines, in the array
   * @param across likewise, across the lines
   */
  private static void erase(boolean[] pixels, int width, int height, int along, int across) {
    int side = Math.min(width, height);
    List<Run> runs = new ArrayList<>();
    int thin = Math.max(2, (int) (WIDEST * side));
    for (int x = 0; x < width; x++) {
      int start = 0;
      for (int y = 0; y <= height; y++) {
        if (y == height || !pixels[x * along + y * across]) {
          if (y > start && y - start <= thin) {
            runs.add(new Run(x, start, y));
          }
          start = y + 1;
        }
      }
    }
    if (runs.size() > MOST * width) {
      return;
    }
    double tolerance = Math.max(1, STRAIGHT * side);
    int steps = (int) Math.ceil(STEEPEST * width / tolerance);
    int[] counts = new int[(int) (height / tolerance) + 2 * steps + 5];
    for (int step = -steps; step <= steps; step++) {
      double slope = STEEPEST * step / steps;
      Arrays.fill(counts, 0);
      runs.forEach(run -> counts[steps + 2 + run.place(slope, tolerance)]++);
      for (int i = 1; i < counts.length - 1; i++) {
        if (counts[i - 1] + counts[i] + counts[i + 1] > SEEN * width) {
          int place = i - steps - 2;
          List<Run> line =
              runs.stream().filter(r -> Math.abs(r.place(slope, tolerance) - place) <= 1).toList();
          if (crosses(line, width)) {
            line.forEach(run -> run.fill(pixels, along, across, false));
          }
        }
      }
    }
  }

  private static boolean crosses(List<Run> line, int width) {
    BitSet columns = new BitSet(width);
    line.forEach(run -> columns.set(run.x));
    return columns.cardinality() > SEEN * width
        && columns.length() - columns.nextSetBit(0) > LENGTH * width;
  }
}
