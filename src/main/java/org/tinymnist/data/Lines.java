package org.tinymnist.data;

import java.util.Arrays;
import java.util.List;

/** Ruled lines, grids and edges that cross a picture, and a digit in it. */
final class Lines {

  /** A line is at most this wide, in hundredths of the picture's shorter side ... */
  private static final int WIDEST = 3;

  /** ... and at least this long, where strokes that cross it are at most so wide. */
  private static final double LENGTH = 0.75;

  private static final double STROKE = 0.15;

  /** In smaller pictures a stroke is as thin as a line. */
  private static final int LEAST = 64;

  private Lines() {}

  /** Returns the mask without lines, except where strokes cross them. */
  static Mask erased(Mask mask) {
    if (Math.min(mask.width(), mask.height()) < LEAST) {
      return mask;
    }
    Mask rest = mask;
    // Thin ones first: what is as thin as a wide line may be a stroke that they run into.
    for (int width = 1; width <= WIDEST; width++) {
      rest = erasedAcross(rest, width).transposed();
      rest = erasedAcross(rest, width).transposed();
    }
    return rest;
  }

  private static Mask erasedAcross(Mask mask, int percent) {
    int width = mask.width();
    int side = Math.min(width, mask.height());
    int thin = Math.max(2, percent * side / 100);
    Mask flat = mask.empty();
    for (int x = 0; x < width; x++) {
      int start = 0;
      for (int y = 0; y <= mask.height(); y++) {
        if (y == mask.height() || !mask.values()[y * width + x]) {
          for (int i = start; i < y && y - start <= thin; i++) {
            flat.values()[i * width + x] = true;
          }
          start = y + 1;
        }
      }
    }
    int reach = (int) (STROKE * side);
    Mask bridged = mask.empty();
    for (int y = 0; y < mask.height(); y++) {
      int last = -reach - 1;
      for (int x = 0; x < width; x++) {
        if (flat.values()[y * width + x]) {
          int from = x - last <= reach ? last + 1 : x;
          Arrays.fill(bridged.values(), y * width + from, y * width + x + 1, true);
          last = x;
        }
      }
    }
    int[] labels = bridged.labels();
    List<Part> parts = Part.of(labels, width);
    Mask rest = new Mask(width, mask.height(), mask.values().clone());
    for (int i = 0; i < labels.length; i++) {
      if (flat.values()[i]) {
        Part part = parts.get(labels[i] - 1);
        rest.values()[i] = part.width() < LENGTH * width || part.height() > STROKE * width;
      }
    }
    return rest;
  }
}
