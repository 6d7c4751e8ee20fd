package org.tinymnist.picture;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.picture.DigitImage.Box;

/**
 * The foreground of a picture, divided into digits.
 *
 * @param digits the components of each digit, from left to right
 */
record Segmentation(Foreground foreground, Components components, List<List<Component>> digits) {

  private static final float LEAST_CONTRAST = 16; // grey levels, 1/16 of all: minimum contrast ...
  private static final float CLEAR_OF_NOISE = 5; // ... and in standard deviations of the noise
  private static final float FLOOR = 3; // standard deviations of noise, set to 0 in a digit's box
  private static final float EVEN = 6; // grey levels: maximum noise of even paper ...
  private static final float CLOSE = 10; // ... or its maximum unevenness, with a free border
  // Fractions of full ink, the level inside strokes.
  private static final float VISIBLE = 0.25f; // minimum level of a stroke's pixels
  private static final float APART = 0.5f; // level that separates a digit from what it touches
  private static final float PALE =
      0.25f; // from PALE to 1 - PALE, a pixel is neither ink nor paper
  // Fractions of the picture's pixels, its border or a sheet's shorter side.
  private static final double LITTLE = 0.25; // of the pixels: maximum between ink and paper
  private static final double FREE = 0.1; // of the border: maximum covered by ink on even paper ...
  private static final double REACHED = 0.4; // ... and by a digit or a sheet that touches it
  private static final double RIM = 0.03; // of a sheet: removed on all sides, because it is blurred
  // Relative to a digit.
  private static final int FADE = 40; // strokes fade over 1/FADE of the longer side
  private static final float AS_WIDE =
      0.4f; // of a hole's width: minimum width of strokes around it

  /**
   * Finds the digits.
   *
   * @param tight whether the picture shows only digits
   */
  static Segmentation of(Foreground foreground, boolean tight) {
    float least =
        tight ? LEAST_CONTRAST : Math.max(LEAST_CONTRAST, CLEAR_OF_NOISE * foreground.noise());
    Segmentation rough = of(foreground, tight, least);
    if (rough.digits.isEmpty()) {
      return rough;
    }
    float full = rough.full(rough.together());
    if (rough.isSheet() && rough.level(foreground.amount()) < full / 2) {
      return rough;
    }
    Segmentation found = of(foreground, tight, Math.max(least, VISIBLE * full));
    if (tight || found.areInside()) {
      return found;
    }
    Segmentation apart = of(foreground, tight, Math.max(least, APART * full));
    // A higher threshold may separate a digit from what it touches, but must not split it.
    return apart.areInside() && apart.digits.size() <= found.digits.size() ? apart : found;
  }

  private static Segmentation of(Foreground foreground, boolean tight, float threshold) {
    Components components = new Components(foreground.amount(), threshold);
    return new Segmentation(foreground, components, components.digits(components.own(tight)));
  }

  /** Returns the image of each digit, or a single one of all components; empty without digits. */
  List<DigitImage> images(boolean single) {
    List<List<Component>> chosen = single && !digits.isEmpty() ? List.of(together()) : digits;
    // An image from MNIST may have several components.
    if (chosen.size() == 1
        || !digits.isEmpty() && foreground.amount().width() <= LabeledImages.SIZE) {
      Optional<DigitImage> whole = whole();
      if (whole.isPresent()) {
        return List.of(whole.get());
      }
    }
    return chosen.stream().map(this::image).toList();
  }

  /** Returns the whole picture as an image if it has MNIST's format and shows nothing else. */
  private Optional<DigitImage> whole() {
    Box all = Component.box(components.all());
    GreyImage amount = foreground.amount();
    if (amount.width() <= LabeledImages.SIZE) {
      return DigitImage.asItIs(amount, all);
    }
    float floor = floor(full(together()));
    return all.equals(box())
        ? DigitImage.asItIs(amount.with(value -> value - floor), all)
        : Optional.empty();
  }

  private List<Component> together() {
    return digits.stream().flatMap(List::stream).toList();
  }

  Box box() {
    return Component.box(together());
  }

  /** Returns whether there are digits and none touches the picture's border. */
  boolean areInside() {
    return !digits.isEmpty() && isInside(together());
  }

  private boolean isInside(List<Component> digit) {
    return digit.stream().noneMatch(component -> components.sides(component) > 0);
  }

  /** Returns whether most of the picture's border is paper, and the paper is evenly lit. */
  boolean areOnEvenPaper() {
    return !digits.isEmpty()
        && components.coverBorder() < FREE
        && foreground.unevenness() < CLOSE
        && (foreground.noise() < EVEN || areInside());
  }

  /** Returns whether a digit fills the picture and the rest is paper. */
  boolean fill() {
    return isOfTwoLevels()
        && components.fills(digits.get(0).get(0))
        && box().width() < DigitImage.WIDE * box().height();
  }

  /** Returns whether the foreground is a sheet of paper, not a digit. */
  boolean isSheet() {
    return isOfTwoLevels() && components.isSheet(digits.get(0).get(0)) && whole().isEmpty();
  }

  /**
   * Returns whether the foreground is a single object, with few pixels between its level and the
   * paper's.
   */
  boolean isOfTwoLevels() {
    if (digits.size() != 1) {
      return false;
    }
    float level = level(foreground.amount());
    int between = 0;
    for (float value : foreground.amount().values()) {
      between += value > PALE * level && value < (1 - PALE) * level ? 1 : 0;
    }
    return components.coverBorder() < REACHED
        && between < LITTLE * foreground.amount().values().length;
  }

  /** Returns the median level of the sheet in a picture: that of its paper. */
  private float level(GreyImage picture) {
    Component component = digits.get(0).get(0);
    GreyImage cut = picture.cropped(component.box());
    for (int i = 0; i < cut.values().length; i++) {
      int x = component.left + i % cut.width();
      int y = component.top + i / cut.width();
      cut.values()[i] = components.label(x, y) == component.label ? cut.values()[i] : -1;
    }
    return cut.quantile(0, Float.POSITIVE_INFINITY, 0.5);
  }

  /** Cuts the sheet out of a picture and fills its surroundings with the level of its paper. */
  GreyImage sheet(GreyImage picture) {
    Outline outline = components.outline(digits.get(0).get(0));
    GreyImage cut = picture.cropped(box());
    GreyImage sheet = cut.with(value -> 0);
    for (int y = 0; y < cut.height(); y++) {
      for (int x = outline.first()[y]; x <= outline.last()[y]; x++) {
        sheet.values()[y * cut.width() + x] = 1;
      }
    }
    int rim = 1 + (int) (RIM * cut.shorterSide());
    float[] inside = sheet.ranked(rim, -1).values();
    float paper = level(picture);
    for (int i = 0; i < inside.length; i++) {
      cut.values()[i] = inside[i] > 0 ? cut.values()[i] : paper;
    }
    return cut;
  }

  /**
   * Returns whether this is a single component that surrounds the others, which are then its holes.
   */
  boolean surround(Segmentation others) {
    if (together().size() != 1 || others.digits.isEmpty()) {
      return false;
    }
    Component own = together().get(0);
    Component other = Collections.max(others.together(), Comparator.comparingInt(c -> c.area));
    return components.sides(own) < 3
        && own.box().holds(other.box())
        && own.stroke() > AS_WIDE * other.stroke();
  }

  /** Returns the digits with the minimum contrast of strokes, or twice as much at the border. */
  Segmentation ifSure() {
    List<List<Component>> sure =
        digits.stream()
            .filter(digit -> full(digit) > (isInside(digit) ? 1 : 2) * foreground.least())
            .toList();
    return new Segmentation(foreground, components, sure);
  }

  private DigitImage image(List<Component> digit) {
    float full = full(digit);
    float floor = floor(full);
    GreyImage cut = cut(digit).with(value -> (value - floor) * 255 / (full - floor));
    return DigitImage.of(Component.box(digit), cut);
  }

  private float floor(float full) {
    return Math.min(FLOOR * foreground.noise(), full / 2);
  }

  /**
   * Returns the level inside the strokes: the third quartile of the pixels above Otsu's threshold.
   */
  private float full(List<Component> digit) {
    GreyImage cut = cut(digit);
    return cut.quantile(cut.threshold(), Float.POSITIVE_INFINITY, 0.75);
  }

  /** Cuts out a digit, including the pale edges of its strokes. */
  private GreyImage cut(List<Component> digit) {
    Set<Integer> own = digit.stream().map(component -> component.label).collect(Collectors.toSet());
    Box box = Component.box(digit);
    GreyImage cut = foreground.amount().cropped(box);
    GreyImage strokes = cut.with(value -> 0);
    for (int i = 0; i < strokes.values().length; i++) {
      int label = components.label(box.left() + i % box.width(), box.top() + i / box.width());
      strokes.values()[i] = own.contains(label) ? 1 : 0;
      cut.values()[i] = label == 0 || own.contains(label) ? cut.values()[i] : 0;
    }
    float[] near = strokes.ranked(1 + cut.longerSide() / FADE, 1).values();
    for (int i = 0; i < near.length; i++) {
      cut.values()[i] *= near[i];
    }
    return cut;
  }
}
