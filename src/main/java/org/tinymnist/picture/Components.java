package org.tinymnist.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The connected components of a picture, and which of them are digits. */
final class Components {

  /** Components of a digit that hold less ink than this share of the largest are dirt. */
  private static final double SPECK = 0.05;

  /** A digit is at least as high as this share of the highest. */
  private static final double HIGH = 0.5;

  /** Components belong to one digit that share so much of the narrower one's width ... */
  private static final double COMMON = 0.4;

  /** ... or lie as near as this share of the digit's height. */
  private static final double NEAR = 0.35;

  /**
   * What is smaller, in pixels, is grain; in a small picture, what is smaller than a part of it.
   */
  private static final int GRAIN = 5;

  private static final int SMALL = 12;

  private final GreyImage foreground;
  private final int[] labels;
  private final List<Component> components;

  /** Divides what has at least {@code threshold} of ink and is no grain and no line. */
  Components(GreyImage foreground, float threshold) {
    this.foreground = foreground;
    boolean[] pixels = foreground.atLeast(threshold);
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

  /** Returns all components. */
  List<Component> all() {
    return components;
  }

  /** Returns the label of the component at a place, 0 where there is none. */
  int label(int x, int y) {
    return labels[y * foreground.width() + x];
  }

  /** Returns how many of the picture's sides a component reaches. */
  int sides(Component component) {
    int margin = foreground.shorterSide() / 100;
    return (component.left <= margin ? 1 : 0)
        + (component.top <= margin ? 1 : 0)
        + (component.right >= foreground.width() - margin ? 1 : 0)
        + (component.bottom >= foreground.height() - margin ? 1 : 0);
  }

  /** Returns the share of the picture's border that they cover. */
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

  /** Returns the components without what reaches into the picture from outside. */
  List<Component> own() {
    List<Component> inside =
        components.stream()
            .filter(component -> !isFromOutside(component) && !isFrame(component))
            .toList();
    int highest = components.stream().mapToInt(Component::height).max().orElse(0);
    double enough = Math.max(3, 0.3 * Math.min(highest, foreground.height() / 2.0));
    return inside.stream().anyMatch(component -> component.height() > enough) ? inside : components;
  }

  private boolean isFromOutside(Component component) {
    int sides = sides(component);
    return sides >= 3
        || sides > 0 && component.height() < 0.6 * foreground.height()
        || sides == 2 && component.area > 0.5 * component.width() * component.height()
        || sides == 2 && component.thickness() < component.length() / 8;
  }

  /** A frame holds another component of some height. */
  private boolean isFrame(Component component) {
    return components.stream()
        .anyMatch(
            other ->
                component.box().holds(other.box()) && other.height() > 0.25 * component.height());
  }

  /** Returns whether a component is a sheet of paper rather than a digit: large and full. */
  boolean isSheet(Component component) {
    // No digit has so much ink as a page that is most of the picture, though one is drawn on it.
    double solid = component.area > 0.4 * labels.length ? 0.8 : 0.88;
    return component.width() > 0.4 * foreground.width()
        && component.height() > 0.4 * foreground.height()
        && component.area > 0.28 * labels.length
        && component.area > solid * component.length() * component.thickness();
  }

  /** Returns whether a component is as large as the picture, and no sheet of paper. */
  boolean fills(Component component) {
    return component.width() >= 0.98 * foreground.width() - 1
        && component.height() >= 0.98 * foreground.height() - 1
        && component.area < 0.75 * labels.length;
  }

  /** Groups components into digits, from left to right. */
  static List<List<Component>> digits(List<Component> components) {
    List<List<Component>> digits = new ArrayList<>();
    if (components.isEmpty()) {
      return digits;
    }
    Component largest =
        components.stream().max(Comparator.comparingInt(component -> component.area)).orElseThrow();
    int height = Math.max(largest.height(), largest.width() / 2);
    List<Component> small = new ArrayList<>();
    components.stream()
        .filter(component -> component.area >= SPECK * largest.area)
        .sorted(Comparator.comparingInt(component -> component.left))
        .forEach(
            component -> {
              if (component != largest && component.height() < HIGH * height) {
                small.add(component);
              } else if (component == largest || component.height() <= 2 * height) {
                digits.stream()
                    .filter(digit -> digit.stream().anyMatch(p -> p.common(component) > COMMON))
                    .findFirst()
                    .ifPresentOrElse(
                        digit -> digit.add(component),
                        () -> digits.add(new ArrayList<>(List.of(component))));
              }
            });
    for (Component component : small) {
      digits.stream()
          .min(Comparator.comparingDouble(digit -> distance(digit, component)))
          .filter(digit -> distance(digit, component) < NEAR * height)
          .ifPresent(digit -> digit.add(component));
    }
    return digits;
  }

  private static double distance(List<Component> digit, Component component) {
    return digit.stream().mapToDouble(other -> other.distance(component)).min().orElseThrow();
  }
}
