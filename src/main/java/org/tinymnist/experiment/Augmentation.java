package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Random affine transform of the training images, drawn for each image in each epoch from uniform
 * ranges. Pixels from outside the image are 0.
 *
 * @param rotationDegrees largest rotation in degrees, in both directions
 * @param translate largest shift along each axis, as a fraction of the image's side, rounded to
 *     whole pixels: the {@code translate} of torchvision's {@code RandomAffine}
 * @param shiftPixels largest additional shift along each axis in pixels, not rounded
 * @param scale largest deviation of the scale factor from 1
 * @param shear largest tangent of the shear angle, in both directions
 * @param interpolation how a value between pixels is computed
 * @param fade decrease in the last epochs
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

  /** How a value between pixels is computed. */
  public enum Interpolation {
    /** The nearest pixel: torchvision's default. */
    @JsonProperty("nearest")
    NEAREST,
    /** The four nearest pixels, weighted by their distance. */
    @JsonProperty("bilinear")
    BILINEAR
  }

  @JsonIgnore
  public boolean isNone() {
    return rotationDegrees == 0 && translate == 0 && shiftPixels == 0 && scale == 0 && shear == 0;
  }
}
