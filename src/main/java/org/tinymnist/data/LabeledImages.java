package org.tinymnist.data;

import java.util.Arrays;

/**
 * Images of one digit each, with their labels.
 *
 * <p>The arrays are not copied, neither in nor out: MNIST's training pixels are 47 MB, and all runs
 * of a process share them. Treat them as read-only. For the same reason {@code equals} compares the
 * arrays' identity, not their contents.
 *
 * @param pixels unsigned bytes {@code [count, 28, 28]}, row by row; 0 is the background, 255 is ink
 * @param labels {@code [count]}, each 0 to 9
 */
public record LabeledImages(byte[] pixels, byte[] labels) {

  /** Rows of an image, and columns. */
  public static final int SIZE = 28;

  /** Pixels of an image. */
  public static final int PIXELS = SIZE * SIZE;

  /** Classes: the digits 0 to 9. */
  public static final int CLASSES = 10;

  /**
   * Takes over both arrays.
   *
   * @throws IllegalArgumentException if the lengths do not fit each other or a label is above 9
   */
  public LabeledImages {
    if (pixels.length != (long) PIXELS * labels.length) {
      throw new IllegalArgumentException(
          "%d pixels for %d labels, expected %d for each"
              .formatted(pixels.length, labels.length, PIXELS));
    }
    for (byte label : labels) {
      if (Byte.toUnsignedInt(label) >= CLASSES) {
        throw new IllegalArgumentException(
            "label %d, expected 0 to %d".formatted(Byte.toUnsignedInt(label), CLASSES - 1));
      }
    }
  }

  /** Returns the number of images. */
  public int count() {
    return labels.length;
  }

  /** Returns the label of image {@code i}, 0 to 9. */
  public int label(int i) {
    return labels[i];
  }

  /** Returns the images from one index up to, not including, another. */
  LabeledImages range(int from, int to) {
    return new LabeledImages(
        Arrays.copyOfRange(pixels, from * PIXELS, to * PIXELS),
        Arrays.copyOfRange(labels, from, to));
  }

  /** Returns a copy of image {@code i}: 784 unsigned bytes, row by row. */
  public byte[] image(int i) {
    return Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS);
  }

  /** Returns how many images each label has, by label: {@code [10]}. */
  public int[] labelCounts() {
    int[] counts = new int[CLASSES];
    for (byte label : labels) {
      counts[label]++;
    }
    return counts;
  }
}
