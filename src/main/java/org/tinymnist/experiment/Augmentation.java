package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * The random affine transform of a training image, drawn for every image and epoch; pixels from
 * outside the image are 0. Each amount is the half-width of a uniform range.
 *
 * @param rotationDegrees the angle lies within ± this many degrees
 * @param translate the shift along each axis lies within ± this fraction of the image's side,
 *     rounded to whole pixels: the {@code translate} of torchvision's {@code RandomAffine}
 * @param shiftPixels a further shift along each axis within ± this many pixels, not rounded
 * @param scale the scale factor lies within 1 ± this
 * @param shear the shear factor, the tangent of the shear angle, lies within ± this
 * @param interpolation how a value between pixels is computed
 * @param fade how all amounts fall to 0 in the last epochs, if they do
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

  /** No augmentation. */
  public static final Augmentation NONE =
      new Augmentation(0, 0, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  /** How a value between pixels is computed. */
  public enum Interpolation {
    /** The nearest pixel: torchvision's default. */
    @JsonProperty("nearest")
    NEAREST,
    /** The four pixels around, weighted by their distance. */
    @JsonProperty("bilinear")
    BILINEAR
  }

  /** Returns whether images are not transformed. */
  @JsonIgnore
  public boolean isNone() {
    return rotationDegrees == 0 && translate == 0 && shiftPixels == 0 && scale == 0 && shear == 0;
  }
}
