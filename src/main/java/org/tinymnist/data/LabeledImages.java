package org.tinymnist.data;

import java.util.Arrays;
import java.util.Optional;

/**
 * Images of one digit each, with their labels.
 *
 * <p>The arrays are not copied, because MNIST's training pixels are 47 MB and all runs share them:
 * treat them as read-only. {@code equals} compares the arrays' identity, not their contents.
 *
 * @param pixels unsigned bytes {@code [count, 28, 28]}, row by row; 0 is the background, 255 is ink
 * @param labels {@code [count]}, each 0 to 9
 */
public record LabeledImages(byte[] pixels, byte[] labels) {

  /** Rows and columns of an image. */
  public static final int SIZE = 28;

  public static final int PIXELS = SIZE * SIZE;
  public static final int CLASSES = 10;

  public LabeledImages {
    if (pixels.length != (long) PIXELS * labels.length) {
      throw new IllegalArgumentException(
          "%s pixels for %s labels, expected %s for each"
              .formatted(pixels.length, labels.length, PIXELS));
    }
  }

  public int count() {
    return labels.length;
  }

  public int label(int i) {
    return labels[i];
  }

  /** Returns intensities from 0 to 255, {@code [count, 28, 28]}. */
  public float[] intensities(int from, int count) {
    float[] intensities = new float[count * PIXELS];
    for (int i = 0; i < intensities.length; i++) {
      intensities[i] = Byte.toUnsignedInt(pixels[from * PIXELS + i]);
    }
    return intensities;
  }

  /** Returns images from one index (inclusive) to another (exclusive). */
  LabeledImages range(int from, int to) {
    return new LabeledImages(
        Arrays.copyOfRange(pixels, from * PIXELS, to * PIXELS),
        Arrays.copyOfRange(labels, from, to));
  }

  /** Returns a copy of image {@code i}: 784 unsigned bytes, row by row. */
  public byte[] image(int i) {
    return Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS);
  }

  /** Returns the number of images per label, {@code [10]}. */
  public int[] labelCounts() {
    int[] counts = new int[CLASSES];
    for (byte label : labels) {
      counts[label]++;
    }
    return counts;
  }

  LabeledImages transposed() {
    byte[] swapped = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i % PIXELS;
      swapped[i - pixel + pixel % SIZE * SIZE + pixel / SIZE] = pixels[i];
    }
    return new LabeledImages(swapped, labels);
  }

  /** Returns the first way in which these images look unlike MNIST's, in one line. */
  public Optional<String> suspicion() {
    int most = 0;
    boolean same = count() > 1;
    double corners = 0;
    double wide = 0;
    for (int i = 0; i < pixels.length; i++) {
      int value = Byte.toUnsignedInt(pixels[i]);
      int x = i % PIXELS % SIZE;
      int y = i % PIXELS / SIZE;
      most = Math.max(most, value);
      same &= pixels[i] == pixels[i % PIXELS];
      corners += x % (SIZE - 1) == 0 && y % (SIZE - 1) == 0 ? value : 0;
      if (labels[i / PIXELS] == 1) {
        // A 1 is taller than wide.
        wide += value * (Math.pow(x - SIZE / 2, 2) - 2 * Math.pow(y - SIZE / 2, 2));
      }
    }
    if (most <= 1) {
      return Optional.of("all intensities are 0 or 1, expected 0 to 255");
    }
    if (same) {
      return Optional.of("all images are the same");
    }
    if (corners / 4 / count() > 127) {
      return Optional.of("the images look inverted, expected light digits on black");
    }
    return wide > 0
        ? Optional.of("the images look transposed, as EMNIST's are: try --transpose")
        : Optional.empty();
  }
}
