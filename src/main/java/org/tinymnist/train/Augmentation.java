package org.tinymnist.train;

import java.util.Objects;
import java.util.Optional;

/**
 * The random transform of a training image, drawn anew for every image and epoch, with bilinear
 * interpolation and zeros from outside the image: an elastic distortion, if there is one, then an
 * affine transform as torchvision's {@code RandomAffine} does it. Of the latter, each value is the
 * half-width of a uniform range; 0 leaves that part out.
 *
 * @param rotationDegrees the angle lies within ± this many degrees
 * @param shiftPixels the shift along each axis lies within ± this many pixels
 * @param scale the scale factor lies within 1 ± this
 * @param shear the shear factor, the tangent of the shear angle, lies within ± this
 * @param elastic how images are distorted, if they are
 * @param fade how all of it goes in the last epochs, if it does
 */
public record Augmentation(
    double rotationDegrees,
    double shiftPixels,
    double scale,
    double shear,
    Optional<Elastic> elastic,
    Optional<Fade> fade) {

  /** Range of the rotation. */
  public static final Setting ROTATION_DEGREES = Setting.closed("rotation_degrees", 0, 180);

  /** Range of the shift; 28 pixels are the whole image. */
  public static final Setting SHIFT_PIXELS = Setting.closed("shift_pixels", 0, 28);

  /** Range of the scale's half-width; at 1 an image could vanish. */
  public static final Setting SCALE = Setting.closedOpen("scale", 0, 1);

  /** Range of the shear. */
  public static final Setting SHEAR = Setting.closed("shear", 0, 1);

  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0);

  /** Checks the ranges. */
  public Augmentation {
    ROTATION_DEGREES.check(rotationDegrees);
    SHIFT_PIXELS.check(shiftPixels);
    SCALE.check(scale);
    SHEAR.check(shear);
    Objects.requireNonNull(elastic, "elastic");
    Objects.requireNonNull(fade, "fade");
  }

  /** An affine one that stays as it is until the end. */
  public Augmentation(double rotationDegrees, double shiftPixels, double scale, double shear) {
    this(rotationDegrees, shiftPixels, scale, shear, Optional.empty(), Optional.empty());
  }

  /** Returns whether images stay as they are. */
  public boolean isNone() {
    return !isAffine() && elastic.isEmpty();
  }

  /** Returns whether there is more than an elastic distortion. */
  boolean isAffine() {
    return rotationDegrees != 0 || shiftPixels != 0 || scale != 0 || shear != 0;
  }
}
