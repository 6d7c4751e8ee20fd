package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * Random affine transform of the training images, drawn for each image in each epoch from uniform
 * ranges. Pixels from outside the image are 0; {@code experiment.schema.json} has the meaning of
 * the components.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Augmentation(
    double rotationDegrees,
    double translate,
    double shiftPixels,
    double scale,
    double shear,
    Interpolation interpolation,
    Optional<Fade> fade) {

  public static final Augmentation NONE =
      new Augmentation(0, 0, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  /** From the nearest pixel, torchvision's default, or from four, weighted by their distance. */
  public enum Interpolation {
    @JsonProperty("nearest")
    NEAREST,
    @JsonProperty("bilinear")
    BILINEAR
  }

  /**
   * Full strength for some epochs, then linearly to 0, so that the last steps train on the original
   * images.
   *
   * @param after number of epochs at full strength
   * @param over number of epochs in which the strength falls to 0
   */
  public record Fade(int after, int over) {
    /** Returns the factor of all amounts, from 1 to 0, in a step, from 0 over the whole run. */
    public double at(long step, int stepsPerEpoch) {
      double left = after + over - (double) step / stepsPerEpoch;
      return left <= 0 ? 0 : Math.min(1, left / over);
    }
  }

  @JsonIgnore
  public boolean isNone() {
    return rotationDegrees == 0 && translate == 0 && shiftPixels == 0 && scale == 0 && shear == 0;
  }
}
