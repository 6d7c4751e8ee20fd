package org.tinymnist.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A part of a picture that hangs together: its box, and the moments of its pixels. */
final class Part {

  final int label;
  int left = Integer.MAX_VALUE;
  int top = Integer.MAX_VALUE;
  int right;
  int bottom;
  int area;
  private double x;
  private double y;
  private double xx;
  private double xy;
  private double yy;

  private Part(int label) {
    this.label = label;
  }

  /** Returns the parts that pixels are labelled with, by label, from 1 on. */
  static List<Part> of(int[] labels, int width) {
    List<Part> parts = new ArrayList<>();
    int count = Arrays.stream(labels).max().orElse(0);
    for (int label = 1; label <= count; label++) {
      parts.add(new Part(label));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > 0) {
        parts.get(labels[i] - 1).add(i % width, i / width);
      }
    }
    return parts;
  }

  private void add(int column, int row) {
    left = Math.min(left, column);
    top = Math.min(top, row);
    right = Math.max(right, column + 1);
    bottom = Math.max(bottom, row + 1);
    area++;
    x += column;
    y += row;
    xx += (double) column * column;
    xy += (double) column * row;
    yy += (double) row * row;
  }

  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  /** Returns how long a bar is that is spread as far. */
  double length() {
    return Math.sqrt(12 * (spread() + skew()) + 1);
  }

  /** Returns how thick a bar is that is spread as far. */
  double thickness() {
    return Math.sqrt(Math.max(0, 12 * (spread() - skew())) + 1);
  }

  private double spread() {
    return (xx - x * x / area + yy - y * y / area) / area / 2;
  }

  private double skew() {
    double a = (xx - x * x / area - yy + y * y / area) / area / 2;
    double b = (xy - x * y / area) / area;
    return Math.hypot(a, b);
  }
}
