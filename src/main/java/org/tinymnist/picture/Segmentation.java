package org.tinymnist.picture;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.picture.DigitImage.Box;

/**
 * The digits that the ink of a picture forms.
 *
 * @param digits each as its components, from left to right
 */
record Segmentation(Foreground foreground, Components components, List<List<Component>> digits) {

  /** Less contrast than this, in grey levels, is taken for none ... */
  private static final float LEAST_CONTRAST = 16;

  /** ... and so is less than this many standard deviations of the paper's noise. */
  private static final float CLEAR_OF_NOISE = 5;

  /** A pixel belongs to a stroke from this share of full ink on. */
  private static final float VISIBLE = 0.25f;

  /** What reaches the border may be something else that only hangs together with it below this. */
  private static final float APART = 0.5f;

  /** Noise up to this many standard deviations is cut off. */
  private static final float FLOOR = 3;

  /** A stroke fades into the paper over this part of a digit's longer side. */
  private static final int PALE = 40;

  /** What is cut off of a sheet on all sides, as a share of its shorter one. */
  private static final double RIM = 0.03;

  /** Of ink on paper, less of a picture is between a quarter and three quarters of full ink. */
  private static final double LITTLE = 0.25;

  /** Even paper has less noise than this, in grey levels ... */
  private static final float EVEN = 6;

  /** ... or at least levels as close as this, and digits that leave the border free. */
  private static final float CLOSE = 10;

  /** Ink on even paper covers less than this share of the border, if all else does ... */
  private static final double FREE = 0.1;

  /** ... and a digit or a sheet that reaches the border covers less than this one. */
  private static final double REACHED = 0.4;

  /** Finds the digits; a tight picture shows nothing else. */
  static Segmentation of(Foreground foreground, boolean tight) {
    float least =
        tight ? LEAST_CONTRAST : Math.max(LEAST_CONTRAST, CLEAR_OF_NOISE * foreground.noise());
    Segmentation rough = of(foreground, tight, least);
    if (rough.digits.isEmpty()) {
      return rough;
    }
    float full = rough.full(rough.together());
    if (rough.isSheet() && foreground.amount().cropped(rough.box()).quantile(0.5) < full / 2) {
      return rough;
    }
    Segmentation found = of(foreground, tight, Math.max(least, VISIBLE * full));
    if (tight || found.areInside()) {
      return found;
    }
    Segmentation apart = of(foreground, tight, Math.max(least, APART * full));
    return apart.areInside() ? apart : found;
  }

  private static Segmentation of(Foreground foreground, boolean tight, float threshold) {
    Components components = new Components(foreground.amount(), threshold);
    return new Segmentation(
        foreground, components, Components.digits(tight ? components.all() : components.own()));
  }

  /** Returns the images, or a single one of all of them together; none if there is none. */
  List<DigitImage> images(boolean single) {
    List<List<Component>> chosen = single && !digits.isEmpty() ? List.of(together()) : digits;
    // An image of MNIST's own may be of several components.
    if (chosen.size() == 1
        || !digits.isEmpty() && foreground.amount().width() <= LabeledImages.SIZE) {
      Optional<DigitImage> whole = whole();
      if (whole.isPresent()) {
        return List.of(whole.get());
      }
    }
    return chosen.stream().map(this::image).toList();
  }

  /** Returns the picture as it is, if it has MNIST's form. */
  private Optional<DigitImage> whole() {
    return DigitImage.asItIs(foreground.amount(), box(components.all()));
  }

  private List<Component> together() {
    return digits.stream().flatMap(List::stream).toList();
  }

  /** Returns where they lie. */
  Box box() {
    return box(together());
  }

  /** Returns whether there are some, none of which touches the picture's border. */
  boolean areInside() {
    return !digits.isEmpty() && isInside(together());
  }

  private boolean isInside(List<Component> digit) {
    return digit.stream().noneMatch(component -> components.sides(component) > 0);
  }

  /** Returns whether all but a little of the picture's border is paper, and that of one level. */
  boolean areOnEvenPaper() {
    return components.coverBorder() < FREE
        && foreground.unevenness() < CLOSE
        && (foreground.noise() < EVEN || areInside());
  }

  /** Returns whether they reach all sides of the picture, and all else in it is paper. */
  boolean fill() {
    return digits.size() == 1
        && components.fills(digits.get(0).get(0))
        && box().width() < DigitImage.WIDE * box().height()
        && isOfTwoLevels();
  }

  /** Returns whether this is a sheet of paper, with digits on it perhaps, and none itself. */
  boolean isSheet() {
    return digits.size() == 1
        && components.isSheet(digits.get(0).get(0))
        && isOfTwoLevels()
        && whole().isEmpty();
  }

  private boolean isOfTwoLevels() {
    float full = full(digits.get(0));
    int between = 0;
    for (float value : foreground.amount().values()) {
      between += value > 0.25 * full && value < 0.75 * full ? 1 : 0;
    }
    return components.coverBorder() < REACHED
        && between < LITTLE * foreground.amount().values().length;
  }

  /** Cuts the sheet out of a picture; what lies around it becomes paper. */
  GreyImage sheet(GreyImage picture) {
    Box box = box();
    int label = digits.get(0).get(0).label;
    GreyImage cut = picture.cropped(box);
    GreyImage sheet = cut.with(value -> 0);
    for (int y = 0; y < box.height(); y++) {
      int first = box.width();
      int last = -1;
      for (int x = 0; x < box.width(); x++) {
        if (components.label(box.left() + x, box.top() + y) == label) {
          first = Math.min(first, x);
          last = x;
        }
      }
      for (int x = first; x <= last; x++) {
        sheet.values()[y * box.width() + x] = 1;
      }
    }
    int rim = 1 + (int) (RIM * cut.shorterSide());
    float[] inside = sheet.ranked(rim, -1).values();
    float paper = cut.quantile(0.5);
    for (int i = 0; i < inside.length; i++) {
      cut.values()[i] = inside[i] > 0 ? cut.values()[i] : paper;
    }
    return cut;
  }

  /** Returns whether others lie within these, as what is between strokes does. */
  boolean surround(Segmentation others) {
    return !digits.isEmpty() && !others.digits.isEmpty() && box().holds(others.box());
  }

  /** Returns those that hold as much ink as strokes do, or twice as much at the border. */
  Segmentation ifSure() {
    List<List<Component>> sure =
        digits.stream()
            .filter(digit -> full(digit) > (isInside(digit) ? 1 : 2) * foreground.least())
            .toList();
    return new Segmentation(foreground, components, sure);
  }

  private DigitImage image(List<Component> digit) {
    float full = full(digit);
    float floor = Math.min(FLOOR * foreground.noise(), full / 2);
    GreyImage cut = cut(digit).with(value -> (value - floor) * 255 / (full - floor));
    return DigitImage.of(box(digit), cut);
  }

  /** What the inside of the strokes has: the third quartile of all that Otsu's threshold keeps. */
  private float full(List<Component> digit) {
    GreyImage cut = cut(digit);
    return cut.quantile(cut.threshold(), Float.POSITIVE_INFINITY, 0.75);
  }

  /** Cuts a digit out of what lies around it, with what is pale along its strokes. */
  private GreyImage cut(List<Component> digit) {
    Set<Integer> own = digit.stream().map(component -> component.label).collect(Collectors.toSet());
    Box box = box(digit);
    GreyImage cut = foreground.amount().cropped(box);
    GreyImage strokes = cut.with(value -> 0);
    for (int i = 0; i < strokes.values().length; i++) {
      int label = components.label(box.left() + i % box.width(), box.top() + i / box.width());
      strokes.values()[i] = own.contains(label) ? 1 : 0;
      cut.values()[i] = label == 0 || own.contains(label) ? cut.values()[i] : 0;
    }
    float[] near = strokes.ranked(1 + cut.longerSide() / PALE, 1).values();
    for (int i = 0; i < near.length; i++) {
      cut.values()[i] *= near[i];
    }
    return cut;
  }

  private static Box box(List<Component> digit) {
    int left = digit.stream().mapToInt(p -> p.left).min().orElseThrow();
    int top = digit.stream().mapToInt(p -> p.top).min().orElseThrow();
    int right = digit.stream().mapToInt(p -> p.right).max().orElseThrow();
    int bottom = digit.stream().mapToInt(p -> p.bottom).max().orElseThrow();
    return new Box(left, top, right - left, bottom - top);
  }
}
