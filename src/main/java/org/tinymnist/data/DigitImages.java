package org.tinymnist.data;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.alg.filter.binary.GThresholdImageOps;
import boofcv.struct.image.GrayU8;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads pictures of digits: scans, photos, screenshots and drawings, dark on light or light on
 * dark, in colour or grey.
 */
public final class DigitImages {

  /** The formats of pictures that are read. */
  public static final String FORMATS = PictureFile.FORMATS;

  /** A longer side beyond this tells nothing more. */
  private static final int ENOUGH = 1600;

  /** Less contrast than this, in grey levels, is taken for none ... */
  private static final float LEAST_CONTRAST = 10;

  /** ... and so is less than this many standard deviations of the paper's noise. */
  private static final float CLEAR_OF_NOISE = 5;

  /** A pixel belongs to a stroke from this share of full ink on. */
  private static final float VISIBLE = 0.3f;

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
    GreyImage grey = picture.grey();
    boolean dark = Ink.isDark(grey);
    Found found = find(grey, dark).orElse(null);
    if (found != null && found.parts.isSheet(found.digits)) {
      found = find(grey, !dark).orElse(found);
    }
    if (found == null) {
      throw new InvalidDataException(
          name + ": nothing stands out from the background, expected a digit");
    }
    List<List<Parts.Part>> digits = found.digits;
    if (single) {
      digits = List.of(digits.stream().flatMap(List::stream).toList());
    }
    List<DigitImage> images = new ArrayList<>();
    for (List<Parts.Part> digit : digits) {
      images.add(
          image(found.ink.amount(), found.parts, digit, found.ink.noise())
              .scaled(decoded.step() * picture.factor()));
    }
    return images;
  }

  private record Found(Ink ink, Parts parts, List<List<Parts.Part>> digits) {}

  /** Finds the digits, given whether they are darker than the paper; nothing if there are none. */
  private static Optional<Found> find(GreyImage grey, boolean dark) {
    Ink ink = Ink.of(grey, dark);
    float least = Math.max(LEAST_CONTRAST, CLEAR_OF_NOISE * ink.noise());
    Parts all = new Parts(ink.amount(), least);
    List<Parts.Part> own = all.own();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    float threshold = Math.max(least, VISIBLE * full(ink.amount(), all, own));
    Parts parts = new Parts(ink.amount(), threshold);
    return Optional.of(new Found(ink, parts, Parts.digits(parts.own())));
  }

  /** What the inside of the strokes has: the third quartile of all that Otsu's threshold keeps. */
  private static float full(GreyImage ink, Parts parts, List<Parts.Part> own) {
    boolean[] wanted = new boolean[parts.count() + 1];
    own.forEach(part -> wanted[part.label] = true);
    int[] histogram = new int[256];
    int total = 0;
    for (int i = 0; i < ink.values().length; i++) {
      if (wanted[parts.labels()[i]]) {
        histogram[Math.min(255, Math.round(ink.values()[i]))]++;
        total++;
      }
    }
    int threshold = GThresholdImageOps.computeOtsu(histogram, histogram.length, total);
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

  private static DigitImage image(GreyImage ink, Parts parts, List<Parts.Part> digit, float noise) {
    float full = full(ink, parts, digit);
    int left = digit.stream().mapToInt(p -> p.left).min().orElseThrow();
    int top = digit.stream().mapToInt(p -> p.top).min().orElseThrow();
    int right = digit.stream().mapToInt(p -> p.right).max().orElseThrow();
    int bottom = digit.stream().mapToInt(p -> p.bottom).max().orElseThrow();
    GrayU8 mask = new GrayU8(right - left, bottom - top);
    double area = 0;
    boolean[] wanted = new boolean[parts.count() + 1];
    for (Parts.Part part : digit) {
      wanted[part.label] = true;
      area += part.area;
    }
    for (int y = 0; y < mask.height; y++) {
      for (int x = 0; x < mask.width; x++) {
        int label = parts.labels()[(top + y) * ink.width() + left + x];
        mask.set(x, y, wanted[label] ? 1 : 0);
      }
    }
    int halo = Math.max(1, (int) (0.4 * area / Math.max(mask.width, mask.height)) / 2);
    GrayU8 near = BinaryImageOps.dilate8(mask, halo, null);
    float[] values = new float[mask.width * mask.height];
    float floor = Math.min(3 * noise, full / 2);
    for (int y = 0; y < mask.height; y++) {
      for (int x = 0; x < mask.width; x++) {
        int label = parts.labels()[(top + y) * ink.width() + left + x];
        if (near.get(x, y) == 1 && (label == 0 || wanted[label])) {
          float value = (ink.at(left + x, top + y) - floor) * 255 / (full - floor);
          values[y * mask.width + x] = Math.max(0, Math.min(255, value));
        }
      }
    }
    return DigitImage.of(
        new DigitImage.Box(left, top, right - left, bottom - top),
        new GreyImage(mask.width, mask.height, values));
  }
}
