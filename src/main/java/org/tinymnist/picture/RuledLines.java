package org.tinymnist.picture;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ruled lines, grids and edges that cross a picture, and a digit in it: a Hough transform. */
final class RuledLines {

  /** A line is at most this wide, as a share of the picture's shorter side ... */
  private static final double WIDEST = 0.03;

  /** ... as oblique as this at most ... */
  private static final double STEEPEST = 0.15;

  /** ... and seen for at least this share of the picture's width, strokes covering the rest ... */
  private static final double SEEN = 0.5;

  /** ... from one side to the other. */
  private static final double LENGTH = 0.85;

  /** Lines are straight within this share of the picture's shorter side. */
  private static final double STRAIGHT = 1 / 150.0;

  /** No page has so many lines: these are grain. */
  private static final int MOST = 40;

  /** In smaller pictures a stroke is as thin as a line. */
  private static final int LEAST = 64;

  private RuledLines() {}

  /** A column of a thin mark, from {@code top} to {@code bottom}. */
  private record Run(int x, int top, int bottom) {

    /** Returns where a line of a slope through it begins, by so many pixels. */
    long place(double slope, double tolerance) {
      return Math.round(((top + bottom) / 2.0 - slope * x) / tolerance);
    }
  }

  /**
   * Returns a picture's pixels without lines, except where strokes cross them.
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

  /** Erases lines along a picture's rows or columns, by how far pixels lie apart on both ways. */
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
    for (int step = -steps; step <= steps; step++) {
      double slope = STEEPEST * step / steps;
      Map<Long, List<Run>> places =
          runs.stream().collect(Collectors.groupingBy(run -> run.place(slope, tolerance)));
      for (long place : places.keySet()) {
        List<Run> line = new ArrayList<>();
        for (long near = place - 1; near <= place + 1; near++) {
          line.addAll(places.getOrDefault(near, List.of()));
        }
        if (line.size() > SEEN * width && crosses(line, width)) {
          for (Run run : line) {
            for (int y = run.top; y < run.bottom; y++) {
              pixels[run.x * along + y * across] = false;
            }
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
