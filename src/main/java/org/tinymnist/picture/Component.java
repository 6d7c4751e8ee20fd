package org.tinymnist.picture;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A connected component of a picture.
 *
 * @param area number of pixels
 * @param stroke mean stroke width: the area divided by half the length of the outline
 */
record Component(int label, Rectangle box, int area, double stroke) {

  /**
   * Finds the connected components, with 8-connectivity.
   *
   * @param labels filled with the label of each pixel's component, from 1; 0 for the background
   */
  static List<Component> of(boolean[] pixels, int width, int[] labels) {
    int height = pixels.length / width;
    List<Component> components = new ArrayList<>();
    int[] queue = new int[pixels.length];
    for (int start = 0; start < pixels.length; start++) {
      if (!pixels[start] || labels[start] > 0) {
        continue;
      }
      int label = components.size() + 1;
      int outline = 0;
      int size = 1;
      Rectangle box = new Rectangle(start % width, start / width, 0, 0);
      labels[start] = label;
      queue[0] = start;
      for (int i = 0; i < size; i++) {
        box.add(queue[i] % width, queue[i] / width);
        for (int near = 0; near < 9; near++) {
          int x = queue[i] % width + near % 3 - 1;
          int y = queue[i] / width + near / 3 - 1;
          int next = y * width + x;
          boolean set = x >= 0 && y >= 0 && x < width && y < height && pixels[next];
          // The four direct neighbors have odd numbers.
          outline += near % 2 == 1 && !set ? 1 : 0;
          if (set && labels[next] == 0) {
            labels[next] = label;
            queue[size++] = next;
          }
        }
      }
      box.setSize(box.width + 1, box.height + 1);
      components.add(new Component(label, box, size, 2.0 * size / outline));
    }
    return components;
  }

  int longerSide() {
    return Math.max(box.width, box.height);
  }

  /** Returns whether another box is inside this component's and touches no side of it. */
  boolean holds(Rectangle other) {
    return box.contains(other.x - 1, other.y - 1, other.width + 2, other.height + 2);
  }

  static Rectangle box(List<Component> components) {
    return components.stream().map(Component::box).reduce(Rectangle::union).orElseThrow();
  }
}
