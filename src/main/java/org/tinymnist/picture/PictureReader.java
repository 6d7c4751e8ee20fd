package org.tinymnist.picture;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.List;
import org.tinymnist.data.InvalidDataException;

/**
 * Finds the digits in pictures: scans, photos, screenshots and drawings, dark on light or light on
 * dark, in color or gray.
 */
public final class PictureReader {

  /** The supported picture formats. */
  public static final String FORMATS = PictureFile.FORMATS;

  private static final int ENOUGH = 2000; // pixels per side: more add no information
  private static final int SMALL = 64; // pixels: pictures up to this size show only digits

  private PictureReader() {}

  /**
   * Returns the digits of a picture, from left to right.
   *
   * @throws InvalidDataException if it cannot be read, is too large or shows no digit
   */
  public static List<DigitImage> read(Path file) {
    return read(file.toString(), PictureFile.bytes(file));
  }

  /** Returns all foreground of a picture as a single digit. */
  public static DigitImage readSingle(Path file) {
    return read(file.toString(), PictureFile.bytes(file), true).get(0);
  }

  /** As {@link #read(Path)}, from the content of a file; messages have its name. */
  public static List<DigitImage> read(String name, byte[] bytes) {
    return read(name, bytes, false);
  }

  /** Returns the one digit of a drawing, white on black, that fills it; none if it is black. */
  public static List<DigitImage> readDrawing(String name, byte[] bytes) {
    GrayImage drawing = PictureFile.decode(name, bytes).gray();
    Rectangle all = new Rectangle(0, 0, drawing.width(), drawing.height());
    return drawing.largest() == 0 ? List.of() : List.of(DigitImage.of(all, drawing));
  }

  private static List<DigitImage> read(String name, byte[] bytes, boolean single) {
    try {
      Picture picture = PictureFile.decode(name, bytes);
      GrayImage stored = picture.gray();
      GrayImage gray = stored.shrunk(ENOUGH);
      int scale = picture.step() * (stored.longerSide() / gray.longerSide());
      List<DigitImage> digits = find(gray, single);
      if (digits.isEmpty()) {
        throw new InvalidDataException(
            name + ": nothing stands out from the background, expected a digit");
      }
      return digits.stream().map(digit -> digit.in(picture.left(), picture.top(), scale)).toList();
    } catch (OutOfMemoryError e) {
      throw new InvalidDataException(
          "%s: too large for the program's memory of %s MiB, scale it down or start java with -Xmx"
              .formatted(name, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  /** Finds the digits on even paper, in uneven light, or on a sheet of paper. */
  private static List<DigitImage> find(GrayImage gray, boolean single) {
    Segmentation found = segmentation(gray);
    if (gray.longerSide() > SMALL && found.isSheet()) {
      Rectangle box = found.box();
      List<DigitImage> digits = find(found.sheet(gray), single);
      // A sheet without a digit is itself a digit.
      if (!digits.isEmpty()) {
        return digits.stream().map(digit -> digit.in(box.x, box.y, 1)).toList();
      }
    }
    return found.images(single);
  }

  private static Segmentation segmentation(GrayImage gray) {
    boolean small = gray.longerSide() <= SMALL;
    Segmentation flat = Segmentation.of(Foreground.flat(gray), small);
    if (small || flat.areOnEvenPaper() || flat.fill() || flat.isSheet()) {
      return flat;
    }
    Segmentation dark = Segmentation.of(Foreground.around(gray, true), false);
    Segmentation light = Segmentation.of(Foreground.around(gray, false), false);
    // With the wrong polarity, gaps between strokes are the foreground, and the background varies
    // as the strokes do.
    boolean lighter =
        dark.areInside() == light.areInside()
            ? light.foreground().unevenness() < dark.foreground().unevenness()
            : light.areInside();
    return !dark.surround(light) && (lighter || light.surround(dark)) ? light : dark;
  }
}
