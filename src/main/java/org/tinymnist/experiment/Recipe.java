package org.tinymnist.experiment;

import java.util.Objects;

/**
 * All settings of training but the seed and the data, with the ranges and defaults of {@code
 * experiment.schema.json}.
 *
 * @param epochs passes over the training images
 * @param batchSize images in a step; an epoch's last batch may be smaller
 * @param labelSmoothing share of a label's probability spread evenly over all classes: PyTorch's
 *     {@code CrossEntropyLoss(label_smoothing=...)}
 * @param weightDecay factor of the parameters that is added to their gradients: the {@code
 *     weight_decay} of PyTorch's {@code SGD}
 * @param schedule learning rate and momentum of every step
 * @param dropout dropout in training
 * @param augmentation random transform of the training images
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

  /** Fills in what an experiment's file may leave out. */
  public Recipe {
    Objects.requireNonNull(schedule, "schedule");
    dropout = Objects.requireNonNullElse(dropout, Dropout.NONE);
    augmentation = Objects.requireNonNullElse(augmentation, Augmentation.NONE);
    precision = Objects.requireNonNullElse(precision, Precision.FLOAT32);
  }

  /** Returns the steps in an epoch; the last one may hold fewer images. */
  public int stepsPerEpoch(int images) {
    return (images + batchSize - 1) / batchSize;
  }

  /** Returns the strength of the augmentation in a step, counted from 0 over the whole run. */
  public double strengthAt(long step, int stepsPerEpoch) {
    return augmentation.fade().map(fade -> fade.at(step, stepsPerEpoch)).orElse(1.0);
  }
}
