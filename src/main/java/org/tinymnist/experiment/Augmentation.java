package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Random affine transform of the training images, drawn for each image in each epoch from uniform
 * ranges. Pixels from outside the image are 0.
 *
 * @param translate largest shift along each axis, as a fraction of the image's side, rounded to
 *     whole pixels: the {@code translate} of torchvision's {@code RandomAffine}
 * @param shiftPixels largest additional shift along each axis, not rounded
 * @param scale largest deviation of the scale factor from 1
 * @param shear largest tangent of the shear angle, in both directions
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Augmentation(
    double rotationDegrees,
    double translate,
    double shiftPixels,
    double scale,
    double shear,
    Interpolation interpolation,
    Optional<AugmentationFade> fade) {

  public static final Augmentation NONE =
      new Augmentation(0, 0, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  /** From the nearest pixel, torchvision's default, or from four, weighted by their distance. */
  public enum Interpolation {
    @JsonProperty("nearest")
    NEAREST,
    @JsonProperty("bilinear")
    BILINEAR
  }

  @JsonIgnore
  public boolean isNone() {
    return rotationDegrees == 0 && translate == 0 && shiftPixels == 0 && scale == 0 && shear == 0;
  }
}
