package org.tinymnist.experiment;

import java.util.Objects;

/**
 * All settings of training except the seed and the data; {@code experiment.schema.json} has their
 * meaning, ranges and defaults.
 */
public record Recipe(
    int epochs,
    int batchSize,
    double labelSmoothing,
    double weightDecay,
    Schedule schedule,
    Dropout dropout,
    Augmentation augmentation,
    Precision precision) {

  public Recipe {
    Objects.requireNonNull(schedule, "schedule");
    dropout = Objects.requireNonNullElse(dropout, Dropout.NONE);
    augmentation = Objects.requireNonNullElse(augmentation, Augmentation.NONE);
    precision = Objects.requireNonNullElse(precision, Precision.FLOAT32);
  }

  public int stepsPerEpoch(int images) {
    return (images + batchSize - 1) / batchSize;
  }

  /** Returns the strength of the augmentation in a step, counted from 0 over the whole run. */
  public double strengthAt(long step, int stepsPerEpoch) {
    return augmentation.fade().map(fade -> fade.at(step, stepsPerEpoch)).orElse(1.0);
  }
}
