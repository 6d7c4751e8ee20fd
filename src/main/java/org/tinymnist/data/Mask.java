package org.tinymnist.data;

import java.util.Arrays;

/**
 * Some of a picture's pixels.
 *
 * @param values {@code [height, width]}, row by row
 */
record Mask(int width, int height, boolean[] values) {

  /** Returns the pixels that have at least {@code threshold}. */
  static Mask of(GreyImage picture, float threshold) {
    Mask mask = new Mask(picture.width(), picture.height(), new boolean[picture.values().length]);
    for (int i = 0; i < mask.values.length; i++) {
      mask.values[i] = picture.values()[i] >= threshold;
    }
    return mask;
  }

  /** Returns a mask of the same size without pixels. */
  Mask empty() {
    return new Mask(width, height, new boolean[values.length]);
  }

  /** Returns this mask with rows and columns swapped. */
  Mask transposed() {
    Mask turned = new Mask(height, width, new boolean[values.length]);
    for (int i = 0; i < values.length; i++) {
      turned.values[i % width * height + i / width] = values[i];
    }
    return turned;
  }

  /** Returns the share of these pixels that the largest part holds, less these pixels' share. */
  double united() {
    int[] labels = labels();
    int[] areas = new int[labels.length + 1];
    int count = 0;
    for (int label : labels) {
      count += label > 0 ? 1 : 0;
      areas[label] += label > 0 ? 1 : 0;
    }
    return Arrays.stream(areas).max().orElse(0) / Math.max(1.0, count)
        - (double) count / labels.length;
  }

  /**
   * Returns the number of the part that each pixel belongs to, from 1 on, and 0 outside the mask.
   * Neighbours belong together, those across a corner too.
   */
  int[] labels() {
    int[] labels = new int[values.length];
    int[] stack = new int[16];
    int count = 0;
    for (int start = 0; start < values.length; start++) {
      if (!values[start] || labels[start] > 0) {
        continue;
      }
      labels[start] = ++count;
      stack[0] = start;
      for (int size = 1; size > 0; ) {
        int pixel = stack[--size];
        stack = size + 8 > stack.length ? Arrays.copyOf(stack, 2 * size + 8) : stack;
        int y = pixel / width;
        int x = pixel % width;
        for (int i = Math.max(0, y - 1); i <= Math.min(height - 1, y + 1); i++) {
          for (int j = Math.max(0, x - 1); j <= Math.min(width - 1, x + 1); j++) {
            int next = i * width + j;
            if (values[next] && labels[next] == 0) {
              labels[next] = count;
              stack[size++] = next;
            }
          }
        }
      }
    }
    return labels;
  }
}
