package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.Optional;

/**
 * The random affine transform of a training image, drawn anew for every image and epoch; zeros come
 * in from outside the image. Each amount is the half-width of a uniform range; 0 leaves that part
 * out.
 *
 * @param rotationDegrees the angle lies within ± this many degrees
 * @param translate the shift along each axis lies within ± this fraction of the image's side and is
 *     rounded to whole pixels: the {@code translate} of torchvision's {@code RandomAffine}
 * @param shiftPixels a further shift along each axis within ± this many pixels, not rounded
 * @param scale the scale factor lies within 1 ± this
 * @param shear the shear factor, the tangent of the shear angle, lies within ± this
 * @param interpolation how a pixel between pixels is read
 * @param fade how all of it goes in the last epochs, if it does
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

  /** Images as they are. */
  public static final Augmentation NONE =
      new Augmentation(0, 0, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  /** How a pixel between pixels is read. */
  public enum Interpolation {
    /** The nearest pixel: torchvision's default. */
    @JsonProperty("nearest")
    NEAREST,
    /** The four pixels around, weighted by their distance. */
    @JsonProperty("bilinear")
    BILINEAR
  }

  /** Checks that nothing is null. */
  public Augmentation {
    Objects.requireNonNull(interpolation, "interpolation");
    Objects.requireNonNull(fade, "fade");
  }

  /** Returns whether images stay as they are. */
  @JsonIgnore
  public boolean isNone() {
    return rotationDegrees == 0 && translate == 0 && shiftPixels == 0 && scale == 0 && shear == 0;
  }
}
