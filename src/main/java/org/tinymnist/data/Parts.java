package org.tinymnist.data;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.struct.ConnectRule;
import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of a picture that hang together, and which of them are digits. */
final class Parts {

  /** A longer mark is a line if it is as thin as this share of its length. */
  private static final double THIN = 1 / 16.0;

  /** Parts of a digit that hold less ink than this share of the largest are dirt. */
  private static final double SPECK = 0.05;

  /** A digit is at least as high as this share of the highest. */
  private static final double HIGH = 0.5;

  private final GreyImage ink;
  private final GrayS32 labels;
  private final List<Part> parts = new ArrayList<>();

  /** One part: its box, and the moments of its ink. */
  static final class Part {
    final int label;
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right;
    int bottom;
    int area;
    double mass;
    double x;
    double y;
    double xx;
    double xy;
    double yy;
    int sides;

    Part(int label) {
      this.label = label;
    }

    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }

    private double spread() {
      return (xx - x * x / area + yy - y * y / area) / area / 2;
    }

    private double skew() {
      double a = (xx - x * x / area - yy + y * y / area) / area / 2;
      double b = (xy - x * y / area) / area;
      return Math.hypot(a, b);
    }

    double length() {
      return Math.sqrt(12 * (spread() + skew()) + 1);
    }

    double thickness() {
      return Math.sqrt(Math.max(0, 12 * (spread() - skew())) + 1);
    }
  }

  /** Divides what has at least {@code threshold} of ink. */
  Parts(GreyImage ink, float threshold) {
    this.ink = ink;
    int width = ink.width();
    GrayU8 binary = new GrayU8(width, ink.height());
    for (int i = 0; i < binary.data.length; i++) {
      binary.data[i] = (byte) (ink.values()[i] >= threshold ? 1 : 0);
    }
    Lines.erase(binary);
    labels = new GrayS32(width, ink.height());
    int count = BinaryImageOps.contour(binary, ConnectRule.EIGHT, labels).size();
    for (int label = 0; label <= count; label++) {
      parts.add(new Part(label));
    }
    for (int i = 0; i < labels.data.length; i++) {
      Part part = parts.get(labels.data[i]);
      int x = i % width;
      int y = i / width;
      part.left = Math.min(part.left, x);
      part.top = Math.min(part.top, y);
      part.right = Math.max(part.right, x + 1);
      part.bottom = Math.max(part.bottom, y + 1);
      part.area++;
      part.mass += ink.values()[i];
      part.x += x;
      part.y += y;
      part.xx += (double) x * x;
      part.xy += (double) x * y;
      part.yy += (double) y * y;
    }
    parts.remove(0);
    int margin = Math.min(width, ink.height()) / 100;
    for (Part part : parts) {
      part.sides =
          (part.left <= margin ? 1 : 0)
              + (part.top <= margin ? 1 : 0)
              + (part.right >= width - margin ? 1 : 0)
              + (part.bottom >= ink.height() - margin ? 1 : 0);
    }
  }

  /** Returns the number of parts. */
  int count() {
    return parts.size();
  }

  /** Returns the labels by pixel, 0 where there is no ink. */
  int[] labels() {
    return labels.data;
  }

  /** Returns the parts without lines, frames and what reaches into the picture from outside. */
  List<Part> own() {
    List<Part> own = new ArrayList<>(parts);
    own.removeIf(part -> isLine(part) || isFrame(part));
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

  private boolean isLine(Part part) {
    return part.thickness() < THIN * part.length()
        && part.length() > 0.6 * Math.min(ink.width(), ink.height())
        && (part.sides > 0 || part.width() > part.height());
  }

  private boolean isFrame(Part part) {
    boolean holds =
        parts.stream()
            .anyMatch(
                p ->
                    p != part
                        && p.left > part.left
                        && p.right <= part.right
                        && p.top >= part.top
                        && p.bottom < part.bottom
                        && p.height() > 0.25 * part.height());
    if (!holds) {
      return false;
    }
    int near = 0;
    int margin = Math.max(2, Math.min(part.width(), part.height()) / 12);
    for (int y = part.top; y < part.bottom; y++) {
      for (int x = part.left; x < part.right; x++) {
        boolean edge =
            x < part.left + margin
                || x >= part.right - margin
                || y < part.top + margin
                || y >= part.bottom - margin;
        near += edge && labels.data[y * ink.width() + x] == part.label ? 1 : 0;
      }
    }
    return near > 0.7 * part.area;
  }

  private boolean isFromOutside(Part part) {
    return part.sides > 0
        && (part.height() < 0.6 * ink.height()
            || part.sides >= 3
            || part.sides >= 2 && part.area > 0.5 * part.width() * part.height()
            || part.sides >= 2 && part.thickness() < part.length() / 8);
  }

  /** Returns whether the only part is a sheet of paper rather than a digit: large and full. */
  boolean isSheet(List<List<Part>> digits) {
    Part part = digits.get(0).get(0);
    return digits.size() == 1
        && part.width() > 0.4 * ink.width()
        && part.height() > 0.4 * ink.height()
        && part.area > 0.62 * part.width() * part.height();
  }

  /** Groups parts into digits, from left to right. */
  static List<List<Part>> digits(List<Part> own) {
    Part largest = own.stream().max(Comparator.comparingDouble(p -> p.mass)).orElseThrow();
    int height = Math.max(largest.height(), largest.width() / 2);
    List<List<Part>> digits = new ArrayList<>();
    List<Part> rest = new ArrayList<>();
    own.stream()
        .sorted(Comparator.comparingInt((Part p) -> p.left))
        .forEach(
            part -> {
              if (part != largest
                  && (part.height() < HIGH * height
                      || part.mass < SPECK * largest.mass
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
      if (part.mass < SPECK * largest.mass || part.height() > height) {
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
