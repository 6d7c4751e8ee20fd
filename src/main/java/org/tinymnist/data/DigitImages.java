package org.tinymnist.data;

import java.nio.file.Path;
import java.util.Arrays;
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
  private static final int ENOUGH = 1600;

  /** A picture of at most this side holds one digit, and nothing else. */
  private static final int SMALL = 64;

  /** Less contrast than this, in grey levels, is taken for none ... */
  private static final float LEAST_CONTRAST = 10;

  /** ... and so is less than this many standard deviations of the paper's noise. */
  private static final float CLEAR_OF_NOISE = 5;

  /** A pixel belongs to a stroke from this share of full ink on. */
  private static final float VISIBLE = 0.25f;

  /** Noise up to this many standard deviations is cut off. */
  private static final float FLOOR = 3;

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
    var decoded = PictureFile.decode(name, bytes);
    Picture picture = Picture.of(decoded.image(), ENOUGH);
    Found found = find(picture.grey());
    if (found.digits.isEmpty()) {
      throw new InvalidDataException(
          name + ": nothing stands out from the background, expected a digit");
    }
    List<List<Part>> digits = found.digits;
    if (single) {
      digits = List.of(digits.stream().flatMap(List::stream).toList());
    }
    return digits.stream()
        .map(digit -> found.image(digit).scaled(decoded.step() * picture.factor()))
        .toList();
  }

  private static Found find(GreyImage grey) {
    boolean small = grey.longerSide() <= SMALL;
    Background paper = new Background(grey);
    Found even = find(Ink.on(paper, grey), small);
    if (paper.holds(even.threshold) && !even.parts.isSheet(even.digits)) {
      return even;
    }
    Found tight = find(Ink.closelyCut(grey), true);
    if (tight.parts.fills(tight.digits)) {
      return tight;
    }
    if (small) {
      return even;
    }
    boolean dark = Ink.isDark(grey);
    Found found = find(Ink.of(grey, dark), false);
    return found.parts.isSheet(found.digits) ? find(Ink.of(grey, !dark), false) : found;
  }

  /** Finds the digits; of a small picture all is one digit. */
  private static Found find(Ink ink, boolean small) {
    float least = small ? LEAST_CONTRAST : Math.max(LEAST_CONTRAST, CLEAR_OF_NOISE * ink.noise());
    Parts all = new Parts(ink.amount(), least);
    Found found = new Found(ink, all, List.of(), least);
    List<Part> own = small ? all.all() : all.own();
    if (own.isEmpty()) {
      return found;
    }
    float threshold = Math.max(least, VISIBLE * found.full(own));
    Parts parts = new Parts(ink.amount(), threshold);
    return new Found(
        ink, parts, small ? List.of(parts.all()) : Parts.digits(parts.own()), threshold);
  }

  private record Found(Ink ink, Parts parts, List<List<Part>> digits, float threshold) {

    /**
     * What the inside of the strokes has: the third quartile of all that Otsu's threshold keeps.
     */
    private float full(List<Part> digit) {
      GreyImage cut = cut(digit);
      int[] histogram = new int[256];
      for (float value : cut.values()) {
        histogram[Math.min(255, Math.round(value))]++;
      }
      int threshold = Ink.threshold(histogram);
      int above = 0;
      for (int i = threshold; i < histogram.length; i++) {
        above += histogram[i];
      }
      int level = threshold;
      for (int below = histogram[level]; 4 * below < 3 * above; below += histogram[level]) {
        level++;
      }
      return level;
    }

    /** Cuts a digit out of what lies around it and is not paper. */
    private GreyImage cut(List<Part> digit) {
      GreyImage amount = ink.amount();
      boolean[] other = new boolean[amount.values().length + 1];
      Arrays.fill(other, 1, other.length, true);
      digit.forEach(part -> other[part.label] = false);
      Box box = box(digit);
      float[] values = new float[box.width() * box.height()];
      for (int i = 0; i < values.length; i++) {
        int x = box.left() + i % box.width();
        int y = box.top() + i / box.width();
        int label = parts.label(x, y);
        values[i] = label == Parts.LINE || other[label] ? 0 : amount.at(x, y);
      }
      return new GreyImage(box.width(), box.height(), values);
    }

    private DigitImage image(List<Part> digit) {
      float full = full(digit);
      float floor = Math.min(FLOOR * ink.noise(), full / 2);
      GreyImage cut = cut(digit);
      float[] values = cut.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(0, Math.min(255, (values[i] - floor) * 255 / (full - floor)));
      }
      return DigitImage.of(box(digit), cut);
    }
  }

  private static Box box(List<Part> digit) {
    int left = digit.stream().mapToInt(p -> p.left).min().orElseThrow();
    int top = digit.stream().mapToInt(p -> p.top).min().orElseThrow();
    int right = digit.stream().mapToInt(p -> p.right).max().orElseThrow();
    int bottom = digit.stream().mapToInt(p -> p.bottom).max().orElseThrow();
    return new Box(left, top, right - left, bottom - top);
  }
}
