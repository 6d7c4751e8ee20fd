package org.tinymnist.picture;

/**
 * The outline of a component: the columns of its first and last pixel in each row, relative to its
 * bounding box.
 */
record Outline(int[] first, int[] last) {

  /** Degrees between the rectangles that are compared. */
  private static final int STEP = 5;

  /** Minimum fraction of its bounding rectangle that a rectangle fills; an ellipse fills pi/4. */
  private static final double RECTANGULAR = 0.79;

  int area() {
    int area = 0;
    for (int y = 0; y < first.length; y++) {
      area += Math.max(0, last[y] - first[y] + 1);
    }
    return area;
  }

  boolean isRectangle() {
    return area() > RECTANGULAR * rectangle();
  }

  /** Returns the area of the smallest bounding rectangle of any orientation. */
  double rectangle() {
    double least = Double.POSITIVE_INFINITY;
    for (int degrees = 0; degrees < 90; degrees += STEP) {
      double angle = Math.toRadians(degrees);
      least = Math.min(least, extent(angle) * extent(angle + Math.PI / 2));
    }
    return least;
  }

  private double extent(double angle) {
    double from = Double.POSITIVE_INFINITY;
    double to = Double.NEGATIVE_INFINITY;
    for (int y = 0; y < first.length; y++) {
      double down = y * Math.sin(angle);
      double one = first[y] * Math.cos(angle) + down;
      double other = last[y] * Math.cos(angle) + down;
      from = Math.min(from, Math.min(one, other));
      to = Math.max(to, Math.max(one, other));
    }
    return to - from + 1;
  }
}
