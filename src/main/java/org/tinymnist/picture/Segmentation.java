package org.tinymnist.picture;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tinymnist.data.LabeledImages;

/**
 * The foreground of a picture, divided into digits.
 *
 * @param digits the components of each digit, from left to right
 */
record Segmentation(Foreground foreground, Components components, List<List<Component>> digits) {

  private static final float LEAST_CONTRAST = 16; // gray levels, 1/16 of all: minimum contrast ...
  private static final float CLEAR_OF_NOISE = 5; // ... and in standard deviations of the noise
  private static final float FLOOR = 3; // standard deviations of noise, set to 0 in a digit's box
  private static final float CLOSE = 10; // gray levels: maximum unevenness of even paper
  // Fractions of full ink, the level inside strokes.
  private static final float VISIBLE = 0.25f; // minimum level of a stroke's pixels
  private static final float APART = 0.5f; // level that separates a digit from what it touches
  private static final double FREE = 0.1; // of the border: maximum covered by ink on even paper ...
  private static final double REACHED = 0.4; // ... and by a digit or a sheet that touches it
  private static final double RIM = 0.03; // of a sheet's shorter side: blurred, removed all around
  private static final int FADE = 40; // strokes fade over 1/FADE of a digit's longer side

  /** Finds the digits; a tight picture shows nothing else. */
  static Segmentation of(Foreground foreground, boolean tight) {
    float least =
        tight ? LEAST_CONTRAST : Math.max(LEAST_CONTRAST, CLEAR_OF_NOISE * foreground.noise());
    Segmentation rough = of(foreground, tight, least);
    if (rough.digits.isEmpty()) {
      return rough;
    }
    float full = rough.full(rough.together());
    if (full <= foreground.least()) {
      return new Segmentation(foreground, rough.components, List.of());
    }
    if (rough.isSheet() && rough.level(foreground.amount()) < full / 2) {
      return rough;
    }
    Segmentation found = of(foreground, tight, Math.max(least, VISIBLE * full));
    if (tight || found.areInside()) {
      return found;
    }
    Segmentation apart = of(foreground, tight, Math.max(least, APART * full));
    // A higher threshold may separate a digit from what it touches.
    return apart.areInside() ? apart : found;
  }

  private static Segmentation of(Foreground foreground, boolean tight, float threshold) {
    Components components = Components.of(foreground.amount(), threshold);
    return new Segmentation(foreground, components, components.digits(components.own(tight)));
  }

  /** Returns the image of each digit, or a single one of all components; empty without digits. */
  List<DigitImage> images(boolean single) {
    List<List<Component>> chosen = single && !digits.isEmpty() ? List.of(together()) : digits;
    // An image from MNIST may have several components.
    boolean one = chosen.size() == 1 || foreground.amount().width() <= LabeledImages.SIZE;
    Optional<DigitImage> whole = one && !digits.isEmpty() ? whole() : Optional.empty();
    return whole.map(List::of).orElseGet(() -> chosen.stream().map(this::image).toList());
  }

  /** Returns the whole picture as an image if it has MNIST's format and shows nothing else. */
  private Optional<DigitImage> whole() {
    return DigitImage.asItIs(foreground.amount(), box());
  }

  private List<Component> together() {
    return digits.stream().flatMap(List::stream).toList();
  }

  Rectangle box() {
    return Component.box(together());
  }

  /** Returns whether there are digits and none touches the picture's border. */
  boolean areInside() {
    return !digits.isEmpty() && together().stream().noneMatch(c -> components.sides(c) > 0);
  }

  /** Returns whether most of the picture's border is paper, and the paper is evenly lit. */
  boolean areOnEvenPaper() {
    return !digits.isEmpty() && components.coverBorder() < FREE && foreground.unevenness() < CLOSE;
  }

  /** Returns whether a digit fills the picture and the rest is paper. */
  boolean fill() {
    return digits.size() == 1
        && components.coverBorder() < REACHED
        && components.fills(digits.get(0).get(0));
  }

  /** Returns whether the foreground is a sheet of paper, not a digit. */
  boolean isSheet() {
    return digits.size() == 1
        && components.coverBorder() < REACHED
        && components.isSheet(digits.get(0).get(0))
        && whole().isEmpty();
  }

  /** Returns the median level of the sheet in a picture: that of its paper. */
  private float level(GrayImage picture) {
    return cut(together(), picture).quantile(Float.MIN_VALUE, Float.POSITIVE_INFINITY, 0.5);
  }

  /** Cuts the sheet out of a picture and fills its surroundings with the level of its paper. */
  GrayImage sheet(GrayImage picture) {
    Components.Outline outline = components.outline(digits.get(0).get(0));
    GrayImage cut = picture.cropped(box());
    GrayImage sheet = cut.with(value -> 0);
    for (int y = 0; y < cut.height(); y++) {
      int row = y * cut.width();
      Arrays.fill(sheet.values(), row + outline.first(y), row + outline.last(y) + 1, 1);
    }
    int rim = 1 + (int) (RIM * cut.shorterSide());
    float[] inside = sheet.ranked(rim, -1).values();
    float paper = level(picture);
    for (int i = 0; i < inside.length; i++) {
      cut.values()[i] = inside[i] > 0 ? cut.values()[i] : paper;
    }
    return cut;
  }

  /** Returns whether this is a single component; the others, inside it, are then its holes. */
  boolean surround(Segmentation others) {
    return together().size() == 1
        && components.sides(together().get(0)) < 3
        && others.together().stream()
            .max(Comparator.comparingInt(Component::area))
            .filter(largest -> together().get(0).holds(largest.box()))
            .isPresent();
  }

  private DigitImage image(List<Component> digit) {
    float full = full(digit);
    float floor = Math.min(FLOOR * foreground.noise(), full / 2);
    GrayImage cut = cut(digit, foreground.amount());
    return DigitImage.of(
        Component.box(digit), cut.with(value -> (value - floor) * 255 / (full - floor)));
  }

  /** Returns the level in the strokes: the third quartile above Otsu's threshold. */
  private float full(List<Component> digit) {
    GrayImage cut = cut(digit, foreground.amount());
    return cut.quantile(cut.threshold(), Float.POSITIVE_INFINITY, 0.75);
  }

  /** Cuts a digit out of a picture, including the pale edges of its strokes; 0 elsewhere. */
  private GrayImage cut(List<Component> digit, GrayImage picture) {
    Set<Integer> own = digit.stream().map(Component::label).collect(Collectors.toSet());
    Rectangle box = Component.box(digit);
    GrayImage cut = picture.cropped(box);
    GrayImage strokes = cut.with(value -> 0);
    for (int i = 0; i < strokes.values().length; i++) {
      int label = components.label(box, i);
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
