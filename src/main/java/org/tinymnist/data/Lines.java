package org.tinymnist.data;

import java.util.ArrayList;
import java.util.List;

/** Ruled lines, grids and edges that cross a picture, and a digit in it: a Hough transform. */
final class Lines {

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

  /** In smaller pictures a stroke is as thin as a line. */
  private static final int LEAST = 64;

  private Lines() {}

  /** A column of a thin mark, from {@code top} to {@code bottom}. */
  private record Run(int x, int top, int bottom) {}

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
    double tolerance = Math.max(1, STRAIGHT * side);
    int steps = (int) Math.ceil(STEEPEST * width / tolerance);
    int rise = (int) Math.ceil(STEEPEST * width / 2 / tolerance) + 2;
    int[][] votes = new int[2 * steps + 1][(int) (height / tolerance) + 2 * rise];
    for (Run run : runs) {
      vote(votes, run, width, tolerance, rise, 1);
    }
    while (true) {
      int slope = 0;
      int offset = 1;
      int most = 0;
      for (int s = 0; s < votes.length; s++) {
        for (int o = 1; o + 1 < votes[s].length; o++) {
          int sum = votes[s][o - 1] + votes[s][o] + votes[s][o + 1];
          if (sum > most) {
            most = sum;
            slope = s;
            offset = o;
          }
        }
      }
      if (most < SEEN * width) {
        return;
      }
      List<Run> line = new ArrayList<>();
      List<Run> others = new ArrayList<>();
      for (Run run : runs) {
        int away = Math.abs(bin(run, slope, votes, width, tolerance, rise) - offset);
        (away <= 1 ? line : others).add(run);
      }
      line.forEach(run -> vote(votes, run, width, tolerance, rise, -1));
      runs = others;
      int left = line.get(0).x;
      int right = line.get(line.size() - 1).x;
      if (right - left > LENGTH * width
          && line.stream().mapToInt(Run::x).distinct().count() > SEEN * width) {
        for (Run run : line) {
          for (int y = run.top; y < run.bottom; y++) {
            pixels[run.x * along + y * across] = false;
          }
        }
      }
    }
  }

  private static void vote(
      int[][] votes, Run run, int width, double tolerance, int rise, int count) {
    for (int slope = 0; slope < votes.length; slope++) {
      votes[slope][bin(run, slope, votes, width, tolerance, rise)] += count;
    }
  }

  private static int bin(Run run, int slope, int[][] votes, int width, double tolerance, int rise) {
    double share = STEEPEST * (2.0 * slope / (votes.length - 1) - 1);
    double middle = (run.top + run.bottom) / 2.0 - share * (run.x - width / 2.0);
    return (int) Math.floor(middle / tolerance) + rise;
  }
}
