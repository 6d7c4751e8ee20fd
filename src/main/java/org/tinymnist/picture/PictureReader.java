package org.tinymnist.picture;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.data.InvalidDataException;
import org.tinymnist.picture.DigitImage.Box;

/**
 * Reads pictures of digits: scans, photos, screenshots and drawings, dark on light or light on
 * dark, in colour or grey.
 */
public final class PictureReader {

  /** The formats of pictures that are read. */
  public static final String FORMATS = PictureFile.FORMATS;

  /** A longer side beyond this tells nothing more. */
  private static final int ENOUGH = 2000;

  private PictureReader() {}

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
   * Reads a drawing of one digit: white on black, with nothing else, filling its picture.
   *
   * @param name as messages call the drawing
   * @return the digit, or none if all is black
   * @throws InvalidDataException if it is no sound picture, or is too large
   */
  public static List<DigitImage> readDrawing(String name, byte[] bytes) {
    GreyImage drawing = PictureFile.decode(name, bytes).grey();
    Box all = new Box(0, 0, drawing.width(), drawing.height());
    return drawing.largest() == 0 ? List.of() : List.of(DigitImage.of(all, drawing));
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
