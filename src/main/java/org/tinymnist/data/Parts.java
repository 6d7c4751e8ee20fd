package org.tinymnist.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of a picture that hang together, and which of them are digits. */
final class Parts {

  /** Parts of a digit that hold less ink than this share of the largest are dirt. */
  private static final double SPECK = 0.05;

  /** A digit is at least as high as this share of the highest. */
  private static final double HIGH = 0.5;

  /** Where nothing is larger, in pixels, all is grain. */
  private static final int LEAST_SIDE = 5;

  private final GreyImage ink;
  private final int[] labels;
  private final List<Part> parts;

  /** Divides what has at least {@code threshold} of ink. */
  Parts(GreyImage ink, float threshold) {
    this.ink = ink;
    int width = ink.width();
    boolean[] all = withoutGrain(ink.atLeast(threshold));
    boolean[] own = Lines.erased(all, width);
    labels = new int[own.length];
    parts = Part.of(own, width, labels);
  }

  private boolean[] withoutGrain(boolean[] pixels) {
    int[] numbers = new int[pixels.length];
    List<Part> all = Part.of(pixels, ink.width(), numbers);
    int least = Math.min(LEAST_SIDE, ink.shorterSide() / 12);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] && all.get(numbers[i] - 1).longerSide() >= least;
    }
    return pixels;
  }

  private int sides(Part part) {
    int margin = Math.min(ink.width(), ink.height()) / 100;
    return (part.left <= margin ? 1 : 0)
        + (part.top <= margin ? 1 : 0)
        + (part.right >= ink.width() - margin ? 1 : 0)
        + (part.bottom >= ink.height() - margin ? 1 : 0);
  }

  /** Returns whether a part reaches the picture's border. */
  boolean touches(Part part) {
    return sides(part) > 0;
  }

  /** Returns the label of the part at a place, 0 where there is none, or LINE. */
  int label(int x, int y) {
    return labels[y * ink.width() + x];
  }

  /** Returns the parts without specks. */
  List<Part> all() {
    double most = parts.stream().mapToInt(part -> part.area).max().orElse(0);
    return parts.stream().filter(part -> part.area >= SPECK * most).toList();
  }

  /** Returns the parts without lines, frames and what reaches into the picture from outside. */
  List<Part> own() {
    List<Part> own = new ArrayList<>(parts);
    List<Part> inside = new ArrayList<>(own);
    inside.removeIf(this::isFromOutside);
    double largest = own.stream().mapToDouble(Part::height).max().orElse(0);
    boolean enough =
        inside.stream()
            .anyMatch(
                p -> p.height() > 0.3 * Math.min(largest, ink.height() / 2.0) && p.height() > 3);
    if (enough) {
      own = inside;
    }
    return own.isEmpty() ? parts : own;
  }

  private boolean isFromOutside(Part part) {
    return sides(part) > 0 && part.height() < 0.6 * ink.height() || sides(part) >= 3;
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
  static List<List<Part>> digits(List<Part> own) {
    if (own.isEmpty()) {
      return List.of();
    }
    Part largest = own.stream().max(Comparator.comparingDouble(p -> p.area)).orElseThrow();
    int height = Math.max(largest.height(), largest.width() / 2);
    List<List<Part>> digits = new ArrayList<>();
    List<Part> rest = new ArrayList<>();
    own.stream()
        .sorted(Comparator.comparingInt((Part p) -> p.left))
        .forEach(
            part -> {
              if (part != largest
                  && (part.height() < HIGH * height
                      || part.area < SPECK * largest.area
                      || part.height() > 2 * height)) {
                rest.add(part);
                return;
              }
              for (List<Part> digit : digits) {
                if (overlap(digit, part) > 0.4) {
                  digit.add(part);
                  return;
                }
              }
              digits.add(new ArrayList<>(List.of(part)));
            });
    for (Part part : rest) {
      if (part.area < SPECK * largest.area || part.height() > height) {
        continue;
      }
      digits.stream()
          .min(Comparator.comparingDouble(digit -> distance(digit, part)))
          .filter(digit -> distance(digit, part) < 0.35 * height)
          .ifPresent(digit -> digit.add(part));
    }
    return digits;
  }

  private static double overlap(List<Part> digit, Part part) {
    double most = 0;
    for (Part other : digit) {
      int common = Math.min(other.right, part.right) - Math.max(other.left, part.left);
      most = Math.max(most, common / (double) Math.min(other.width(), part.width()));
    }
    return most;
  }

  private static double distance(List<Part> digit, Part part) {
    double least = Double.MAX_VALUE;
    for (Part other : digit) {
      int dx = Math.max(other.left, part.left) - Math.min(other.right, part.right);
      int dy = Math.max(other.top, part.top) - Math.min(other.bottom, part.bottom);
      least = Math.min(least, Math.hypot(Math.max(0, dx), Math.max(0, dy)));
    }
    return least;
  }
}
