package org.tinymnist.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ruled lines, grids and edges along the rows or the columns of a picture.
 *
 * @param width length of the lines
 * @param along distance in the array of neighbors along the lines; {@code across} likewise
 */
record RuledLines(boolean[] pixels, int width, int height, int along, int across) {

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

  /** A thin run of pixels across the lines, at {@code x} along them. */
  private record Run(int x, int top, int bottom) {

    /** Returns the intercept of a line through this run, in units of the tolerance. */
    int place(double slope, double tolerance) {
      return (int) Math.round(((top + bottom) / 2.0 - slope * x) / tolerance);
    }
  }

  /** Erases lines that cross the picture, except where strokes cross them (a Hough transform). */
  static void erase(boolean[] pixels, int width) {
    directions(pixels, width).forEach(RuledLines::erase);
  }

  /** Fills light lines that cut strokes, as the grid of a plot does: there is ink on both sides. */
  static void join(boolean[] pixels, int width) {
    directions(pixels, width).forEach(RuledLines::join);
  }

  private static Stream<RuledLines> directions(boolean[] pixels, int width) {
    int height = pixels.length / width;
    return Math.min(width, height) < LEAST
        ? Stream.of()
        : Stream.of(
            new RuledLines(pixels, width, height, 1, width),
            new RuledLines(pixels, height, width, width, 1));
  }

  private boolean at(int x, int y) {
    return pixels[x * along + y * across];
  }

  private void fill(Run run, boolean value) {
    for (int y = run.top; y < run.bottom; y++) {
      pixels[run.x * along + y * across] = value;
    }
  }

  private void join() {
    int most = (int) Math.ceil(STRAIGHT * Math.min(width, height));
    for (int y = 1; y < height - 1; y++) {
      for (int gap = 1; gap <= most && y + gap < height; gap++) {
        int cut = 0;
        int other = 0;
        for (int x = 0; x < width; x++) {
          boolean free = true;
          for (int i = y; i < y + gap; i++) {
            free &= !at(x, i);
          }
          cut += free && at(x, y - 1) && at(x, y + gap) ? 1 : 0;
          other += !free || at(x, y - 1) != at(x, y + gap) ? 1 : 0;
        }
        for (int x = 0; x < width && cut > CUT * (cut + other); x++) {
          if (at(x, y - 1) && at(x, y + gap)) {
            fill(new Run(x, y, y + gap), true);
          }
        }
      }
    }
  }

  private void erase() {
    int side = Math.min(width, height);
    List<Run> runs = new ArrayList<>();
    int thin = Math.max(2, (int) (WIDEST * side));
    for (int x = 0; x < width; x++) {
      int start = 0;
      for (int y = 0; y <= height; y++) {
        if (y == height || !at(x, y)) {
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
          if (line.get(line.size() - 1).x - line.get(0).x >= LENGTH * width) {
            line.forEach(run -> fill(run, false));
          }
        }
      }
    }
  }
}
