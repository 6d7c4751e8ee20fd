package org.tinymnist.data;

/**
 * A grey picture.
 *
 * @param values {@code [height, width]}, row by row
 */
record GreyImage(int width, int height, float[] values) {

  /** A part of a picture; {@code right} and {@code bottom} are exclusive. */
  record Box(int left, int top, int right, int bottom) {}

  /** Returns the length of the longer side. */
  int longerSide() {
    return Math.max(width, height);
  }

  /** Cuts {@code box} out. */
  GreyImage crop(Box box) {
    int newWidth = box.right - box.left;
    int newHeight = box.bottom - box.top;
    float[] part = new float[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      System.arraycopy(values, (box.top + y) * width + box.left, part, y * newWidth, newWidth);
    }
    return new GreyImage(newWidth, newHeight, part);
  }

  /**
   * Scales the picture so that its longer side becomes {@code length}; the shorter one keeps the
   * proportion, rounded up.
   *
   * <p>A new pixel is the mean of the old ones under it, over a window that is never smaller than
   * one old pixel: area averaging when the picture shrinks, linear interpolation when it grows, and
   * no change when it has the size already. Outside the picture all is 0.
   */
  GreyImage scaledTo(int length) {
    return transposedAndScaled(length, longerSide()).transposedAndScaled(length, longerSide());
  }

  /** Swaps rows and columns, the new columns {@code numerator / denominator} as long. */
  private GreyImage transposedAndScaled(int numerator, int denominator) {
    int newHeight = (width * numerator + denominator - 1) / denominator;
    float[] scaled = new float[newHeight * height];
    double step = (double) denominator / numerator;
    double window = Math.max(1, step);
    for (int i = 0; i < newHeight; i++) {
      double start = (i + 0.5) * step - window / 2;
      double end = start + window;
      int first = (int) Math.max(0, Math.floor(start));
      int last = (int) Math.min(width, Math.ceil(end));
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int x = first; x < last; x++) {
          double overlap = Math.min(end, x + 1) - Math.max(start, x);
          sum += overlap * values[y * width + x];
        }
        scaled[i * height + y] = (float) (sum / window);
      }
    }
    return new GreyImage(height, newHeight, scaled);
  }
}
