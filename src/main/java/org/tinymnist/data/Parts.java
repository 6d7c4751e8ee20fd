package org.tinymnist.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The parts of a picture that hang together, and which of them are digits. */
final class Parts {

  /** Parts of a digit that hold less ink than this share of the largest are dirt. */
  private static final double SPECK = 0.05;

  /** A digit is at least as high as this share of the highest. */
  private static final double HIGH = 0.5;

  /** Parts belong to one digit that share so much of the narrower one's width ... */
  private static final double COMMON = 0.4;

  /** ... or lie as near as this share of the digit's height. */
  private static final double NEAR = 0.35;

  /**
   * What is smaller, in pixels, is grain; in a small picture, what is smaller than a part of it.
   */
  private static final int GRAIN = 5;

  private static final int SMALL = 12;

  private final GreyImage ink;
  private final int[] labels;
  private final List<Part> parts;

  /** Divides what has at least {@code threshold} of ink and is no grain and no line. */
  Parts(GreyImage ink, float threshold) {
    this.ink = ink;
    boolean[] pixels = ink.atLeast(threshold);
    int[] numbers = new int[pixels.length];
    List<Part> all = Part.of(pixels, ink.width(), numbers);
    int grain = Math.min(GRAIN, ink.shorterSide() / SMALL);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] && all.get(numbers[i] - 1).longerSide() >= grain;
    }
    labels = new int[pixels.length];
    parts = Part.of(Lines.erased(pixels, ink.width()), ink.width(), labels);
  }

  /** Returns all parts. */
  List<Part> all() {
    return parts;
  }

  /** Returns the label of the part at a place, 0 where there is none. */
  int label(int x, int y) {
    return labels[y * ink.width() + x];
  }

  /** Returns how many of the picture's sides a part reaches. */
  int sides(Part part) {
    int margin = ink.shorterSide() / 100;
    return (part.left <= margin ? 1 : 0)
        + (part.top <= margin ? 1 : 0)
        + (part.right >= ink.width() - margin ? 1 : 0)
        + (part.bottom >= ink.height() - margin ? 1 : 0);
  }

  /** Returns the share of the picture's border that they cover. */
  double coverBorder() {
    int width = ink.width();
    int right = width - 1;
    int bottom = ink.height() - 1;
    long border =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] > 0)
            .filter(i -> i % width == 0 || i % width == right || i < width || i / width == bottom)
            .count();
    return border / (2.0 * Math.max(1, right + bottom));
  }

  /** Returns the parts without what reaches into the picture from outside. */
  List<Part> own() {
    List<Part> inside =
        parts.stream().filter(part -> !isFromOutside(part) && !isFrame(part)).toList();
    int highest = parts.stream().mapToInt(Part::height).max().orElse(0);
    double enough = Math.max(3, 0.3 * Math.min(highest, ink.height() / 2.0));
    return inside.stream().anyMatch(part -> part.height() > enough) ? inside : parts;
  }

  private boolean isFromOutside(Part part) {
    int sides = sides(part);
    return sides >= 3
        || sides > 0 && part.height() < 0.6 * ink.height()
        || sides == 2 && part.area > 0.5 * part.width() * part.height()
        || sides == 2 && part.thickness() < part.length() / 8;
  }

  /** A frame holds another part of some height. */
  private boolean isFrame(Part part) {
    return parts.stream()
        .anyMatch(other -> part.box().holds(other.box()) && other.height() > 0.25 * part.height());
  }

  /** Returns whether a part is a sheet of paper rather than a digit: large and full. */
  boolean isSheet(Part part) {
    // No digit has so much ink as a page that is most of the picture, though one is drawn on it.
    double solid = part.area > 0.4 * labels.length ? 0.8 : 0.88;
    return part.width() > 0.4 * ink.width()
        && part.height() > 0.4 * ink.height()
        && part.area > 0.28 * labels.length
        && part.area > solid * part.length() * part.thickness();
  }

  /** Returns whether a part is as large as the picture, and no sheet of paper. */
  boolean fills(Part part) {
    return part.width() >= 0.98 * ink.width() - 1
        && part.height() >= 0.98 * ink.height() - 1
        && part.area < 0.75 * labels.length;
  }

  /** Groups parts into digits, from left to right. */
  static List<List<Part>> digits(List<Part> parts) {
    List<List<Part>> digits = new ArrayList<>();
    if (parts.isEmpty()) {
      return digits;
    }
    Part largest = parts.stream().max(Comparator.comparingInt(part -> part.area)).orElseThrow();
    int height = Math.max(largest.height(), largest.width() / 2);
    List<Part> small = new ArrayList<>();
    parts.stream()
        .filter(part -> part.area >= SPECK * largest.area)
        .sorted(Comparator.comparingInt(part -> part.left))
        .forEach(
            part -> {
              if (part != largest && part.height() < HIGH * height) {
                small.add(part);
              } else if (part == largest || part.height() <= 2 * height) {
                digits.stream()
                    .filter(digit -> digit.stream().anyMatch(p -> p.common(part) > COMMON))
                    .findFirst()
                    .ifPresentOrElse(
                        digit -> digit.add(part), () -> digits.add(new ArrayList<>(List.of(part))));
              }
            });
    for (Part part : small) {
      digits.stream()
          .min(Comparator.comparingDouble(digit -> distance(digit, part)))
          .filter(digit -> distance(digit, part) < NEAR * height)
          .ifPresent(digit -> digit.add(part));
    }
    return digits;
  }

  private static double distance(List<Part> digit, Part part) {
    return digit.stream().mapToDouble(other -> other.distance(part)).min().orElseThrow();
  }
}
