package org.tinymnist.picture;

import java.util.ArrayList;
import java.util.List;
import org.tinymnist.picture.DigitImage.Box;

/** A connected component of a picture: its bounding box and the moments of its pixels. */
final class Component {

  final int label;
  int left = Integer.MAX_VALUE;
  int top = Integer.MAX_VALUE;
  int right;
  int bottom;
  int area;
  private int outline;
  private double x;
  private double y;
  private double xx;
  private double xy;
  private double yy;

  private Component(int label) {
    this.label = label;
  }

  /**
   * Finds the connected components, with 8-connectivity.
   *
   * @param labels filled with the label of each pixel's component, from 1; 0 for the background
   * @return the components in the order of their labels
   */
  static List<Component> of(boolean[] pixels, int width, int[] labels) {
    int height = pixels.length / width;
    List<Component> components = new ArrayList<>();
    int[] stack = new int[pixels.length];
    for (int start = 0; start < pixels.length; start++) {
      if (!pixels[start] || labels[start] > 0) {
        continue;
      }
      Component component = new Component(components.size() + 1);
      components.add(component);
      labels[start] = component.label;
      stack[0] = start;
      for (int size = 1; size > 0; ) {
        int pixel = stack[--size];
        int x = pixel % width;
        int y = pixel / width;
        component.add(x, y);
        component.outline +=
            (x == 0 || !pixels[pixel - 1] ? 1 : 0)
                + (x == width - 1 || !pixels[pixel + 1] ? 1 : 0)
                + (y == 0 || !pixels[pixel - width] ? 1 : 0)
                + (y == height - 1 || !pixels[pixel + width] ? 1 : 0);
        for (int i = Math.max(0, y - 1); i <= Math.min(height - 1, y + 1); i++) {
          for (int j = Math.max(0, x - 1); j <= Math.min(width - 1, x + 1); j++) {
            int next = i * width + j;
            if (pixels[next] && labels[next] == 0) {
              labels[next] = component.label;
              stack[size++] = next;
            }
          }
        }
      }
    }
    return components;
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

  int longerSide() {
    return Math.max(width(), height());
  }

  Box box() {
    return new Box(left, top, width(), height());
  }

  /** Returns the bounding box of several components. */
  static Box box(List<Component> components) {
    int left = components.stream().mapToInt(c -> c.left).min().orElseThrow();
    int top = components.stream().mapToInt(c -> c.top).min().orElseThrow();
    int right = components.stream().mapToInt(c -> c.right).max().orElseThrow();
    int bottom = components.stream().mapToInt(c -> c.bottom).max().orElseThrow();
    return new Box(left, top, right - left, bottom - top);
  }

  /** Returns the mean stroke width: the area divided by half the length of the outline. */
  double stroke() {
    return 2.0 * area / outline;
  }

  /** Returns the distance between the two bounding boxes, in pixels. */
  double distance(Component other) {
    int across = Math.max(left, other.left) - Math.min(right, other.right);
    int down = Math.max(top, other.top) - Math.min(bottom, other.bottom);
    return Math.hypot(Math.max(0, across), Math.max(0, down));
  }

  /** Returns the length of a bar with the same second moments. */
  double length() {
    return Math.sqrt(12 * (spread() + skew()) + 1);
  }

  /** Returns the thickness of a bar with the same second moments. */
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
