package org.tinymnist.picture;

import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * The connected components of a picture, and their grouping into digits. The constants were tuned
 * on generated pictures of test digits and checked on others; none is derived from theory.
 *
 * @param labels the label of each pixel's component, 0 for the background
 */
record Components(GrayImage foreground, int[] labels, List<Component> all) {

  private static final int GRAIN = 5; // pixels: shorter components are grain ...
  private static final int SMALL = 12; // ... or, in small pictures, below 1/SMALL of the side
  private static final int BORDER = 100; // the border is 1/BORDER of the shorter side wide
  // Fractions of the picture's height, width or area.
  private static final double TALL = 0.6; // minimum height of a digit that touches the border
  private static final double LOW = 0.3; // minimum height inside, relative to the highest
  private static final double WIDE = 0.35; // minimum width and height of a sheet of paper
  private static final double ACROSS = 0.9; // minimum sides of a digit that fills all ...
  private static final double OPEN = 0.75; // ... and its maximum area
  private static final double SOLID = 0.75; // of its outline's area: minimum that a sheet fills
  private static final double FRAMED = 0.25; // of a frame's height: minimum of its contents
  // Relative to the largest component.
  private static final double THIN = 0.4; // of its stroke width: thinner ones are parts of a line
  private static final double HIGH = 0.4; // of its height: lower ones are parts of digits
  private static final double NEAR = 0.35; // of its height: maximum distance of a part
  // Relative to a digit that another component may belong to.
  private static final double COMMON = 0.4; // of the narrower one's columns, if both are one
  private static final double PART = 0.7; // of its height: a stroke, as of an open 4, is lower ...
  private static final double RAISED = 0.3; // ... ends this far above the bottom of the digit ...
  private static final double BESIDE = 0.15; // ... and is at most this far from the digit

  /**
   * The outline of a component.
   *
   * @param polygon its first pixel in each row, downwards, then its last ones, upwards
   * @param area number of pixels from the first to the last in each row
   */
  record Outline(Polygon polygon, int area) {

    private static final int STEP = 5; // degrees between the rectangles that are compared
    private static final double RECTANGULAR = 0.79; // of its rectangle; an ellipse fills pi/4

    int first(int row) {
      return polygon.xpoints[row];
    }

    int last(int row) {
      return polygon.xpoints[polygon.npoints - 1 - row];
    }

    /** Returns whether the outline nearly fills its smallest bounding rectangle. */
    boolean isRectangle() {
      double smallest = Double.POSITIVE_INFINITY;
      for (int degrees = 0; degrees < 90; degrees += STEP) {
        AffineTransform turn = AffineTransform.getRotateInstance(Math.toRadians(degrees));
        Rectangle2D turned = turn.createTransformedShape(polygon).getBounds2D();
        smallest = Math.min(smallest, (turned.getWidth() + 1) * (turned.getHeight() + 1));
      }
      return area > RECTANGULAR * smallest;
    }
  }

  /** Finds the components of the pixels above a threshold, without grain and ruled lines. */
  static Components of(GrayImage foreground, float threshold) {
    boolean[] pixels = foreground.atLeast(threshold);
    RuledLines.join(pixels, foreground.width());
    int[] labels = new int[pixels.length];
    List<Component> rough = Component.of(pixels, foreground.width(), labels);
    int grain = Math.min(GRAIN, foreground.shorterSide() / SMALL);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] && rough.get(labels[i] - 1).longerSide() >= grain;
    }
    Arrays.fill(labels, 0);
    RuledLines.erase(pixels, foreground.width());
    return new Components(foreground, labels, Component.of(pixels, foreground.width(), labels));
  }

  /** Returns the label of the component at a pixel of a box, counted row by row, or 0. */
  int label(Rectangle box, int pixel) {
    int x = box.x + pixel % box.width;
    int y = box.y + pixel / box.width;
    return labels[y * foreground.width() + x];
  }

  /** Returns the number of sides of the picture that a component touches. */
  int sides(Component component) {
    Rectangle box = component.box();
    int margin = foreground.shorterSide() / BORDER;
    return (box.x <= margin ? 1 : 0)
        + (box.y <= margin ? 1 : 0)
        + (box.x + box.width >= foreground.width() - margin ? 1 : 0)
        + (box.y + box.height >= foreground.height() - margin ? 1 : 0);
  }

  /** Returns the fraction of the picture's border that the components cover. */
  double coverBorder() {
    int width = foreground.width();
    int height = foreground.height();
    Rectangle inside = new Rectangle(1, 1, width - 2, height - 2);
    long border =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] > 0 && !inside.contains(i % width, i / width))
            .count();
    return border / (2.0 * Math.max(1, width + height - 2));
  }

  /** Returns the components without frames and those that extend beyond the picture. */
  List<Component> own(boolean tight) {
    List<Component> own =
        all.stream().filter(c -> (tight || !isFromOutside(c)) && !isFrame(c)).toList();
    int highest = all.stream().mapToInt(c -> c.box().height).max().orElse(0);
    double enough = Math.max(3, LOW * Math.min(highest, foreground.height() / 2.0));
    return tight || own.stream().anyMatch(c -> c.box().height > enough) ? own : all;
  }

  private boolean isFromOutside(Component component) {
    int sides = sides(component);
    return sides >= 3 || sides > 0 && component.box().height < TALL * foreground.height();
  }

  /** Returns whether a component surrounds another one that is not far lower. */
  private boolean isFrame(Component component) {
    Rectangle box = component.box();
    return all.stream()
        .map(Component::box)
        .anyMatch(other -> component.holds(other) && other.height > FRAMED * box.height);
  }

  /** Returns whether a component is a sheet of paper, not a digit: large and rectangular. */
  boolean isSheet(Component component) {
    Outline outline = outline(component);
    return component.box().width > WIDE * foreground.width()
        && component.box().height > WIDE * foreground.height()
        && outline.isRectangle()
        && component.area() > SOLID * outline.area;
  }

  Outline outline(Component component) {
    Rectangle box = component.box();
    Polygon polygon = new Polygon();
    int area = 0;
    for (int i = 0; i < 2 * box.height; i++) {
      boolean down = i < box.height;
      int y = down ? i : 2 * box.height - 1 - i;
      int x = down ? 0 : box.width - 1;
      while (label(box, y * box.width + x) != component.label()) {
        x += down ? 1 : -1;
      }
      polygon.addPoint(x, y);
      area += down ? 0 : x - polygon.xpoints[y] + 1;
    }
    return new Outline(polygon, area);
  }

  /** Returns whether a component is as large as the picture and is not a sheet of paper. */
  boolean fills(Component component) {
    return component.box().width >= ACROSS * foreground.width() - 1
        && component.box().height >= ACROSS * foreground.height() - 1
        && component.area() < OPEN * labels.length;
  }

  /** Groups components into digits, from left to right. */
  List<List<Component>> digits(List<Component> some) {
    List<List<Component>> digits = new ArrayList<>();
    if (some.isEmpty()) {
      return digits;
    }
    Component largest = Collections.max(some, Comparator.comparingInt(Component::area));
    double low = HIGH * Math.max(largest.box().height, largest.box().width / 2);
    for (Component component : some) {
      if (component == largest || component.stroke() > THIN * largest.stroke()) {
        digits.add(new ArrayList<>(List.of(component)));
      }
    }
    join(digits, (one, other) -> lower(one, other) >= low && shareColumns(one, other));
    join(digits, (one, other) -> lower(one, other) < low && gap(one, other) < NEAR / HIGH * low);
    digits.removeIf(digit -> !digit.contains(largest) && Component.box(digit).height < low);
    join(digits, Components::areStrokes);
    digits.sort(Comparator.comparingInt(digit -> Component.box(digit).x));
    return digits;
  }

  private static int lower(Rectangle one, Rectangle other) {
    return Math.min(one.height, other.height);
  }

  private static void join(
      List<List<Component>> digits, BiPredicate<Rectangle, Rectangle> together) {
    int before;
    do {
      before = digits.size();
      for (int i = 0; i < digits.size(); i++) {
        for (int j = i + 1; j < digits.size(); j++) {
          if (together.test(Component.box(digits.get(i)), Component.box(digits.get(j)))) {
            digits.get(i).addAll(digits.remove(j--));
          }
        }
      }
    } while (digits.size() < before);
  }

  private static double gap(Rectangle one, Rectangle other) {
    Rectangle common = one.intersection(other);
    return Math.hypot(Math.min(0, common.width), Math.min(0, common.height));
  }

  private static boolean shareColumns(Rectangle one, Rectangle other) {
    return one.intersection(other).width > COMMON * Math.min(one.width, other.width);
  }

  /** Returns whether one box is a separate stroke of the other's digit, as in an open 4. */
  private static boolean areStrokes(Rectangle one, Rectangle other) {
    Rectangle part = one.height < other.height ? one : other;
    Rectangle digit = part == one ? other : one;
    return part.height < PART * digit.height
        && part.getMaxY() < digit.getMaxY() - RAISED * digit.height
        && -one.intersection(other).width < BESIDE * digit.height;
  }
}
