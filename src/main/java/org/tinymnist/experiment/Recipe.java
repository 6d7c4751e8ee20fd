package org.tinymnist.experiment;

import java.util.Objects;

/**
 * All settings of training except the seed and the data. Ranges and defaults are in {@code
 * experiment.schema.json}.
 *
 * @param batchSize images per step; the last batch of an epoch may be smaller
 * @param labelSmoothing fraction of the target probability that is spread evenly over all classes:
 *     PyTorch's {@code CrossEntropyLoss(label_smoothing=...)}
 * @param weightDecay factor of the L2 penalty's gradient: {@code weight_decay} of PyTorch's {@code
 *     SGD}
 * @param precision number format of the convolutions
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

  /** Sets the defaults of missing keys. */
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
