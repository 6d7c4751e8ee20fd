package org.tinymnist.data;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.alg.misc.ImageMiscOps;
import boofcv.struct.ConnectRule;
import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import georegression.struct.point.Point2D_I32;

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

  /** Sets the pixels of lines to 0, except where strokes cross them. */
  static void erase(GrayU8 binary) {
    if (Math.min(binary.width, binary.height) < LEAST) {
      return;
    }
    // Thin ones first: what is as thin as a wide line may be a stroke that they run into.
    for (int width = 1; width <= WIDEST; width++) {
      eraseAcross(binary, width);
      GrayU8 turned = ImageMiscOps.transpose(binary, null);
      eraseAcross(turned, width);
      ImageMiscOps.transpose(turned, binary);
    }
  }

  private static void eraseAcross(GrayU8 binary, int width) {
    int side = Math.min(binary.width, binary.height);
    int thin = Math.max(2, width * side / 100);
    GrayU8 flat = binary.createSameShape();
    for (int x = 0; x < binary.width; x++) {
      int start = 0;
      for (int y = 0; y <= binary.height; y++) {
        if (y == binary.height || binary.get(x, y) == 0) {
          for (int i = start; i < y && y - start <= thin; i++) {
            flat.set(x, i, 1);
          }
          start = y + 1;
        }
      }
    }
    int reach = (int) (STROKE * side);
    GrayU8 bridged = flat.createSameShape();
    for (int y = 0; y < flat.height; y++) {
      int last = -reach - 1;
      for (int x = 0; x < flat.width; x++) {
        if (flat.get(x, y) == 1) {
          for (int i = x - last <= reach ? last + 1 : x; i <= x; i++) {
            if (i >= 0) {
              bridged.set(i, y, 1);
            }
          }
          last = x;
        }
      }
    }
    GrayS32 labels = new GrayS32(flat.width, flat.height);
    var contours = BinaryImageOps.contour(bridged, ConnectRule.EIGHT, labels);
    boolean[] line = new boolean[contours.size() + 1];
    for (int i = 1; i < line.length; i++) {
      var outline = contours.get(i - 1).external;
      var wide = outline.stream().mapToInt(Point2D_I32::getX).summaryStatistics();
      var high = outline.stream().mapToInt(Point2D_I32::getY).summaryStatistics();
      line[i] =
          wide.getMax() - wide.getMin() >= LENGTH * flat.width
              && high.getMax() - high.getMin() <= 0.15 * flat.width;
    }
    for (int i = 0; i < labels.data.length; i++) {
      if (flat.data[i] == 1 && line[labels.data[i]]) {
        binary.data[i] = 0;
      }
    }
  }
}
