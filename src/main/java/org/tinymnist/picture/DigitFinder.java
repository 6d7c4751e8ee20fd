package org.tinymnist.picture;

import java.util.List;
import org.tinymnist.picture.DigitImage.Box;

/** Finds the digits of a picture: on even paper, in uneven light, or on a sheet of paper. */
final class DigitFinder {

  private static final int SMALL = 64; // pixels: pictures up to this size show only digits
  private static final int SHEETS = 2; // a sheet of paper may lie on another one on a table

  private DigitFinder() {}

  /** Returns the digits from left to right, or all components as a single digit. */
  static List<DigitImage> find(GreyImage grey, boolean single) {
    return find(grey, single, SHEETS);
  }

  private static List<DigitImage> find(GreyImage grey, boolean single, int sheets) {
    Segmentation found = segmentation(grey);
    if (sheets > 0 && grey.longerSide() > SMALL && found.isSheet()) {
      Box box = found.box();
      List<DigitImage> digits =
          find(found.sheet(grey), single, sheets - 1).stream()
              .map(digit -> digit.in(box.left(), box.top(), 1))
              .toList();
      // A sheet without a digit is itself a digit.
      if (!digits.isEmpty()) {
        return digits;
      }
    }
    return found.images(single);
  }

  private static Segmentation segmentation(GreyImage grey) {
    boolean small = grey.longerSide() <= SMALL;
    Segmentation flat = Segmentation.of(Foreground.flat(grey), small);
    if (small || flat.areOnEvenPaper() || flat.fill() || flat.isSheet()) {
      return flat;
    }
    Segmentation dark = Segmentation.of(Foreground.around(grey, true), false);
    Segmentation light = Segmentation.of(Foreground.around(grey, false), false);
    // With the wrong polarity, gaps between strokes are the foreground, and the background varies
    // as the
    // strokes do.
    boolean lighter =
        !dark.surround(light)
            && (light.surround(dark)
                || (dark.areInside() == light.areInside()
                    ? light.foreground().unevenness() < dark.foreground().unevenness()
                    : light.areInside()));
    Segmentation found = (lighter ? light : dark).ifSure();
    return found.digits().isEmpty() && flat.isOfTwoLevels() ? flat : found;
  }
}
