package org.tinymnist.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.tinymnist.picture.DigitImage.Box;

/**
 * The connected components of a picture, and their grouping into digits.
 *
 * <p>The constants below were tuned on generated pictures of test digits and checked on others,
 * those of {@code PictureKindsTest}. None is derived from theory.
 */
final class Components {

  private static final int GRAIN = 5; // pixels: shorter components are grain ...
  private static final int SMALL = 12; // ... or, in small pictures, below 1/SMALL of the side
  private static final int BORDER = 100; // the border is 1/BORDER of the shorter side wide
  // Fractions of the picture's height, width or area.
  private static final double TALL = 0.6; // minimum height of a digit that touches the border
  private static final double LOW = 0.3; // minimum height inside, relative to the highest
  private static final double WIDE = 0.35; // minimum width and height of a sheet of paper ...
  private static final double COVERED = 0.18; // ... and its minimum area
  private static final double ACROSS = 0.9; // minimum sides of a digit that fills all ...
  private static final double OPEN = 0.75; // ... and its maximum area
  // Relative to a component's bounding box, outline, length or height.
  private static final double FULL = 0.5; // in a corner, a shadow fills more of its box ...
  private static final int LONG = 8; // ... and an edge has at least this length/thickness
  private static final double SOLID = 0.75; // minimum part of its outline that a sheet fills
  private static final double FRAMED = 0.25; // minimum height of the contents of a frame
  // Relative to the largest component.
  private static final double SPECK = 0.05; // of its area: smaller components are dirt
  private static final double THIN = 0.4; // of its stroke width: thinner ones are parts of a line
  private static final double HIGH = 0.4; // of its height: lower ones are parts; above 1/HIGH, none
  private static final double NEAR = 0.35; // of its height: maximum distance of a part
  // Relative to a digit that another component may belong to.
  private static final double COMMON = 0.4; // of the narrower one's columns, if both are one
  private static final double PART = 0.7; // of its height: a stroke, as of an open 4, is lower ...
  private static final double RAISED = 0.3; // ... ends this far above the bottom of the digit ...
  private static final double BESIDE = 0.15; // ... and is at most this far from the digit

  private final GreyImage foreground;
  private final int[] labels;
  private final List<Component> components;

  /** Finds the components of the pixels above a threshold, without grain and ruled lines. */
  Components(GreyImage foreground, float threshold) {
    this.foreground = foreground;
    boolean[] pixels = foreground.atLeast(threshold);
    RuledLines.join(pixels, foreground.width());
    int[] numbers = new int[pixels.length];
    List<Component> all = Component.of(pixels, foreground.width(), numbers);
    int grain = Math.min(GRAIN, foreground.shorterSide() / SMALL);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] && all.get(numbers[i] - 1).longerSide() >= grain;
    }
    labels = new int[pixels.length];
    components =
        Component.of(RuledLines.erased(pixels, foreground.width()), foreground.width(), labels);
  }

  List<Component> all() {
    return components;
  }

  /** Returns the label of the component at a pixel, or 0. */
  int label(int x, int y) {
    return labels[y * foreground.width() + x];
  }

  /** Returns the number of sides of the picture that a component touches. */
  int sides(Component component) {
    int margin = foreground.shorterSide() / BORDER;
    return (component.left <= margin ? 1 : 0)
        + (component.top <= margin ? 1 : 0)
        + (component.right >= foreground.width() - margin ? 1 : 0)
        + (component.bottom >= foreground.height() - margin ? 1 : 0);
  }

  /** Returns the fraction of the picture's border that the components cover. */
  double coverBorder() {
    int width = foreground.width();
    int right = width - 1;
    int bottom = foreground.height() - 1;
    long border =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] > 0)
            .filter(i -> i % width == 0 || i % width == right || i < width || i / width == bottom)
            .count();
    return border / (2.0 * Math.max(1, right + bottom));
  }

  /** Returns the components without frames and those that extend beyond the picture. */
  List<Component> own(boolean tight) {
    if (tight) {
      return components.stream()
          .filter(component -> !isFrame(component) || !outline(component).isRectangle())
          .toList();
    }
    List<Component> inside =
        components.stream()
            .filter(component -> !isFromOutside(component) && !isFrame(component))
            .toList();
    int highest = components.stream().mapToInt(Component::height).max().orElse(0);
    double enough = Math.max(3, LOW * Math.min(highest, foreground.height() / 2.0));
    return inside.stream().anyMatch(component -> component.height() > enough) ? inside : components;
  }

  private boolean isFromOutside(Component component) {
    int sides = sides(component);
    return sides >= 3
        || sides > 0 && component.height() < TALL * foreground.height()
        || sides == 2 && component.area > FULL * component.width() * component.height()
        || sides == 2 && component.thickness() < component.length() / LONG;
  }

  private boolean isFrame(Component component) {
    return components.stream()
        .anyMatch(
            other ->
                component.box().holds(other.box()) && other.height() > FRAMED * component.height());
  }

  /** Returns whether a component is a sheet of paper, not a digit: large and rectangular. */
  boolean isSheet(Component component) {
    if (component.width() < WIDE * foreground.width()
        || component.height() < WIDE * foreground.height()) {
      return false;
    }
    Outline outline = outline(component);
    return outline.area() > COVERED * labels.length
        && outline.isRectangle()
        && component.area > SOLID * outline.area();
  }

  /** Returns the first and the last pixel of a component in each row. */
  Outline outline(Component component) {
    Box box = component.box();
    int[] first = new int[box.height()];
    int[] last = new int[box.height()];
    for (int y = 0; y < box.height(); y++) {
      first[y] = box.width();
      last[y] = -1;
      for (int x = 0; x < box.width(); x++) {
        if (label(box.left() + x, box.top() + y) == component.label) {
          first[y] = Math.min(first[y], x);
          last[y] = x;
        }
      }
    }
    return new Outline(first, last);
  }

  /** Returns whether a component is as large as the picture and is not a sheet of paper. */
  boolean fills(Component component) {
    return component.width() >= ACROSS * foreground.width() - 1
        && component.height() >= ACROSS * foreground.height() - 1
        && component.area < OPEN * labels.length;
  }

  /** Groups components into digits, from left to right. */
  List<List<Component>> digits(List<Component> some) {
    List<List<Component>> digits = new ArrayList<>();
    if (some.isEmpty()) {
      return digits;
    }
    Component largest =
        some.stream().max(Comparator.comparingInt(component -> component.area)).orElseThrow();
    int height = Math.max(largest.height(), largest.width() / 2);
    List<Component> small = new ArrayList<>();
    some.stream()
        .filter(component -> component.area >= SPECK * largest.area)
        .filter(
            component ->
                component == largest
                    || component.height() <= height / HIGH
                        && component.stroke() > THIN * largest.stroke())
        .sorted(Comparator.comparingInt(component -> component.left))
        .forEach(
            component -> {
              if (component != largest && component.height() < HIGH * height) {
                small.add(component);
              } else {
                digits.add(new ArrayList<>(List.of(component)));
              }
            });
    join(digits, (one, other) -> common(Component.box(one), Component.box(other)) > COMMON);
    for (Component component : small) {
      digits.stream()
          .min(Comparator.comparingDouble(digit -> distance(digit, component)))
          .filter(digit -> distance(digit, component) < NEAR * height)
          .ifPresent(digit -> digit.add(component));
    }
    join(digits, (one, other) -> isPart(Component.box(one), Component.box(other)));
    return digits;
  }

  private static void join(
      List<List<Component>> digits, BiPredicate<List<Component>, List<Component>> together) {
    for (int i = 0; i < digits.size(); i++) {
      for (int j = i + 1; j < digits.size(); j++) {
        if (together.test(digits.get(i), digits.get(j))) {
          digits.get(i).addAll(digits.remove(j));
          join(digits, together);
          return;
        }
      }
    }
  }

  /** Returns the number of common columns, as a fraction of the narrower box. */
  private static double common(Box one, Box other) {
    double common = Math.min(one.right(), other.right()) - Math.max(one.left(), other.left());
    return common / Math.min(one.width(), other.width());
  }

  /** Returns whether one box is a separate stroke of the other's digit, as in an open 4. */
  private static boolean isPart(Box one, Box other) {
    Box part = one.height() < other.height() ? one : other;
    Box digit = part == one ? other : one;
    int apart = Math.max(one.left(), other.left()) - Math.min(one.right(), other.right());
    return part.height() < PART * digit.height()
        && part.bottom() < digit.bottom() - RAISED * digit.height()
        && apart < BESIDE * digit.height();
  }

  private static double distance(List<Component> digit, Component component) {
    return digit.stream().mapToDouble(other -> other.distance(component)).min().orElseThrow();
  }
}
