package org.tinymnist.data;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.data.DigitImage.Box;

/**
 * Reads pictures of digits: scans, photos, screenshots and drawings, dark on light or light on
 * dark, in colour or grey.
 */
public final class DigitImages {

  /** The formats of pictures that are read. */
  public static final String FORMATS = PictureFile.FORMATS;

  /** A longer side beyond this tells nothing more. */
  private static final int ENOUGH = 2000;

  /** A picture of at most this side holds digits, and nothing else. */
  private static final int SMALL = 64;

  /** A sheet of paper may lie on another, and that on a table. */
  private static final int SHEETS = 2;

  /** The edge of something else takes less than this part of a picture on one side ... */
  private static final int WIDEST_RIM = 16;

  /** ... differs by more than this, in grey levels, from most of the picture ... */
  private static final float CLEAR = 25;

  /** ... for most of its length. */
  private static final double MOST = 0.85;

  private DigitImages() {}

  /**
   * Reads the digits of a picture, from left to right.
   *
   * @throws InvalidDataException if it is no sound picture, is too large, or shows nothing
   */
  public static List<DigitImage> read(Path file) {
    return read(file.toString(), PictureFile.bytes(file));
  }

  /** Reads a picture of one digit, of whose parts none is another digit. */
  public static DigitImage readSingle(Path file) {
    return read(file.toString(), PictureFile.bytes(file), true).get(0);
  }

  /**
   * As {@link #read(Path)} does, from a file's content.
   *
   * @param name as messages call the picture
   */
  public static List<DigitImage> read(String name, byte[] bytes) {
    return read(name, bytes, false);
  }

  private static List<DigitImage> read(String name, byte[] bytes, boolean single) {
    Picture picture = PictureFile.decode(name, bytes);
    GreyImage stored = picture.grey();
    int factor = 1 + (stored.longerSide() - 1) / ENOUGH;
    GreyImage grey = stored.scaledTo(stored.longerSide() / factor);
    Box inside = inside(grey);
    List<DigitImage> digits = find(grey.cropped(inside), single, SHEETS);
    if (digits.isEmpty()) {
      throw new InvalidDataException(
          name + ": nothing stands out from the background, expected a digit");
    }
    int scale = picture.step() * factor;
    return digits.stream().map(digit -> digit.in(inside.left(), inside.top(), scale)).toList();
  }

  private static List<DigitImage> find(GreyImage grey, boolean single, int sheets) {
    Digits found = digits(grey);
    if (sheets > 0 && grey.longerSide() > SMALL && found.areSheet()) {
      Box box = found.box();
      List<DigitImage> digits = find(found.sheet(grey), single, sheets - 1);
      if (!digits.isEmpty()) {
        return digits.stream().map(digit -> digit.in(box.left(), box.top(), 1)).toList();
      }
    }
    return found.images(single);
  }

  private static Digits digits(GreyImage grey) {
    boolean small = grey.longerSide() <= SMALL;
    Digits even = Digits.of(Ink.on(grey), small);
    boolean holds = even.ink().isOnEvenPaper(grey, even.threshold());
    if (holds && even.areInside()) {
      return even;
    }
    Digits tight = Digits.of(Ink.closelyCut(grey), true);
    boolean fill = tight.fill() && grey.width() < DigitImage.WIDE * grey.height();
    if (holds && !fill) {
      return even;
    }
    if (small || fill) {
      return tight;
    }
    Digits dark = Digits.of(Ink.around(grey, true), false);
    Digits light = Digits.of(Ink.around(grey, false), false);
    boolean lighter =
        dark.areInside() == light.areInside()
            ? light.width() < dark.width()
            : light.areInside();
    return (lighter ? light : dark).ifSure();
  }

  /** Returns where a picture lies within edges along its sides: of a scan, a table, a screen. */
  private static Box inside(GreyImage grey) {
    int[] rims = new int[4];
    float median = grey.quantile(0.5);
    for (int side = 0; side < 4 && Math.min(grey.width(), grey.height()) > SMALL; side++) {
      int length = side % 2 == 0 ? grey.height() : grey.width();
      int reach = (side % 2 == 0 ? grey.width() : grey.height()) / WIDEST_RIM;
      for (int depth = 0; depth <= reach; depth++) {
        int differ = 0;
        for (int i = 0; i < length; i++) {
          float difference = at(grey, side, i, depth) - median;
          differ += difference > CLEAR ? 1 : difference < -CLEAR ? -1 : 0;
        }
        // The next row may be half of it.
        rims[side] = Math.abs(differ) > MOST * length ? depth + 2 : rims[side];
      }
      // What goes on is the picture's own.
      rims[side] = rims[side] > reach ? 0 : rims[side];
    }
    return new Box(
        rims[0], rims[1], grey.width() - rims[0] - rims[2], grey.height() - rims[1] - rims[3]);
  }

  /** Returns what lies so far from the left (0), top, right or lower side. */
  private static float at(GreyImage grey, int side, int along, int depth) {
    return switch (side) {
      case 0 -> grey.at(depth, along);
      case 1 -> grey.at(along, depth);
      case 2 -> grey.at(grey.width() - 1 - depth, along);
      default -> grey.at(along, grey.height() - 1 - depth);
    };
  }
}
