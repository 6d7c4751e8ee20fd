package org.tinymnist.data;

import java.util.Arrays;

/** Works on the strokes of a digit: a picture of ink, 0 to 255, which has some. */
final class Strokes {

  /** Ink from which on a pixel belongs to a stroke. */
  private static final float VISIBLE = 64;

  /** A part that holds less than this share of the largest part's ink is dirt, not a stroke. */
  private static final double SPECK = 0.05;

  /** Thinner strokes, by {@link #width}, have fewer than 1 % of MNIST's test images ... */
  private static final double THIN = 1.4;

  /** ... whose median is this, in pixels. */
  private static final double USUAL = 2.4;

  /** Strokes are thickened in a picture so many times as large as the digit is to be. */
  private static final int FINER = 5;

  private Strokes() {}

  /** Takes specks away, and cuts the digit out. */
  static GreyImage cutOut(GreyImage ink) {
    int width = ink.width();
    int[] partOf = new int[ink.values().length];
    double[] inkOf = new double[partOf.length + 1];
    int parts = 0;
    for (int i = 0; i < partOf.length; i++) {
      if (partOf[i] == 0 && ink.values()[i] >= VISIBLE) {
        parts++;
        inkOf[parts] = fill(ink, i, partOf, parts);
      }
    }
    double least = SPECK * Arrays.stream(inkOf).max().orElseThrow();
    float[] digit = ink.values().clone();
    int left = width;
    int top = ink.height();
    int right = 0;
    int bottom = 0;
    for (int i = 0; i < digit.length; i++) {
      if (partOf[i] > 0) {
        if (inkOf[partOf[i]] < least) {
          digit[i] = 0;
        } else {
          left = Math.min(left, i % width);
          right = Math.max(right, i % width + 1);
          top = Math.min(top, i / width);
          bottom = Math.max(bottom, i / width + 1);
        }
      }
    }
    return new GreyImage(width, ink.height(), digit).crop(left, top, right, bottom);
  }

  /** Marks all visible pixels that hang together with {@code start}; returns their ink. */
  private static double fill(GreyImage ink, int start, int[] partOf, int part) {
    int width = ink.width();
    int[] stack = new int[16];
    int size = 0;
    stack[size++] = start;
    partOf[start] = part;
    double sum = 0;
    while (size > 0) {
      int pixel = stack[--size];
      sum += ink.values()[pixel];
      for (int y = pixel / width - 1; y <= pixel / width + 1; y++) {
        for (int x = pixel % width - 1; x <= pixel % width + 1; x++) {
          int next = y * width + x;
          if (ink.at(x, y) >= VISIBLE && partOf[next] == 0) {
            partOf[next] = part;
            stack = size == stack.length ? Arrays.copyOf(stack, 2 * size) : stack;
            stack[size++] = next;
          }
        }
      }
    }
    return sum;
  }

  /**
   * Gives hairlines the width that MNIST's strokes have, so that they outlast the scaling; leaves
   * others as they are.
   *
   * @param size of the longer side that the digit is going to have
   */
  static GreyImage thickened(GreyImage digit, int size) {
    // Scaled down, a noisy edge is no longer than a clean one.
    GreyImage fine = digit.scaledTo(Math.min(digit.longerSide(), FINER * size));
    double width = width(fine) * size / fine.longerSide();
    if (width >= THIN) {
      return digit;
    }
    // The digit itself grows too, and is scaled down by so much more.
    double missing = (USUAL - width) / (1 - USUAL / size);
    return dilated(digit.scaledTo(FINER * size), FINER * missing / 2);
  }

  /** Twice the area by the length of the outline, which is the sum of all gradients. */
  static double width(GreyImage digit) {
    double area = 0;
    double outline = 0;
    for (int y = 0; y <= digit.height(); y++) {
      for (int x = 0; x <= digit.width(); x++) {
        float value = digit.at(x, y);
        area += value;
        outline += Math.hypot(value - digit.at(x - 1, y), value - digit.at(x, y - 1));
      }
    }
    return 2 * area / outline;
  }

  /** Widens everything by {@code radius} pixels on all sides: grey dilation by a soft disc. */
  private static GreyImage dilated(GreyImage digit, double radius) {
    int margin = (int) Math.ceil(radius);
    int width = digit.width() + 2 * margin;
    int height = digit.height() + 2 * margin;
    float[] wide = new float[width * height];
    for (int dy = -margin; dy <= margin; dy++) {
      for (int dx = -margin; dx <= margin; dx++) {
        double share = Math.max(0, Math.min(1, radius + 1 - Math.hypot(dx, dy)));
        for (int i = 0; i < wide.length; i++) {
          float value = digit.at(i % width - margin - dx, i / width - margin - dy);
          wide[i] = Math.max(wide[i], (float) share * value);
        }
      }
    }
    return new GreyImage(width, height, wide);
  }
}
