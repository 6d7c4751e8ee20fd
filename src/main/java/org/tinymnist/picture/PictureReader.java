package org.tinymnist.picture;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.picture.DigitImage.Box;

/**
 * Finds the digits in pictures: scans, photos, screenshots and drawings, dark on light or light on
 * dark, in colour or grey.
 */
public final class PictureReader {

  /** The supported picture formats. */
  public static final String FORMATS = PictureFile.FORMATS;

  /** Larger pictures are shrunk to this side: more pixels add no information. */
  private static final int ENOUGH = 2000;

  private PictureReader() {}

  /**
   * Returns the digits of a picture, from left to right.
   *
   * @throws InvalidDataException if the picture cannot be read, is too large or shows no digit
   */
  public static List<DigitImage> read(Path file) {
    return read(file.toString(), PictureFile.bytes(file));
  }

  /** Returns all foreground of a picture as a single digit. */
  public static DigitImage readSingle(Path file) {
    return read(file.toString(), PictureFile.bytes(file), true).get(0);
  }

  /**
   * Reads a drawing of one digit, white on black, that fills the picture.
   *
   * @param name used in messages
   * @return the digit, or an empty list for a black picture
   * @throws InvalidDataException if the picture cannot be read or is too large
   */
  public static List<DigitImage> readDrawing(String name, byte[] bytes) {
    GreyImage drawing = PictureFile.decode(name, bytes).grey();
    Box all = new Box(0, 0, drawing.width(), drawing.height());
    return drawing.largest() == 0 ? List.of() : List.of(DigitImage.of(all, drawing));
  }

  /**
   * As {@link #read(Path)}, from the content of a file.
   *
   * @param name used in messages
   */
  public static List<DigitImage> read(String name, byte[] bytes) {
    return read(name, bytes, false);
  }

  private static List<DigitImage> read(String name, byte[] bytes, boolean single) {
    try {
      return find(name, bytes, single);
    } catch (OutOfMemoryError e) {
      throw new InvalidDataException(
          "%s: too large for the program's memory of %s MiB, scale it down or start java with -Xmx"
              .formatted(name, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private static List<DigitImage> find(String name, byte[] bytes, boolean single) {
    Picture picture = PictureFile.decode(name, bytes);
    GreyImage stored = picture.grey();
    GreyImage grey = stored.shrunk(ENOUGH);
    int factor = stored.longerSide() / grey.longerSide();
    List<DigitImage> digits = DigitFinder.find(grey, single);
    if (digits.isEmpty()) {
      throw new InvalidDataException(
          name + ": nothing stands out from the background, expected a digit");
    }
    int scale = picture.step() * factor;
    PictureTags tags = picture.tags();
    return digits.stream()
        .map(digit -> digit.in(0, 0, scale).in(tags.left(), tags.top(), 1))
        .toList();
  }
}
