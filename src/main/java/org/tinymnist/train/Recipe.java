package org.tinymnist.train;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything that decides how a network is trained, the seed and the data aside.
 *
 * @param epochs passes over the training images
 * @param batchSize images in a step; an epoch's last batch may be smaller
 * @param labelSmoothing share of a label's probability spread evenly over all classes: PyTorch's
 *     {@code CrossEntropyLoss(label_smoothing=...)}
 * @param weightDecay factor of the parameters that is added to their gradients: the {@code
 *     weight_decay} of PyTorch's {@code SGD}
 * @param nesterov whether a step looks ahead by the momentum: the {@code nesterov} of PyTorch's
 *     {@code SGD}
 * @param schedule learning rate and momentum of every step
 * @param dropout dropout in training
 * @param augmentation random transform of the training images
 * @param precision number format of the arithmetic
 * @param averaging of the weights over the last steps, if there is any
 * @param deterministic whether the loss is computed from operations that a GPU can repeat to the
 *     bit; TensorFlow's fused one cannot
 */
public record Recipe(
    int epochs,
    int batchSize,
    double labelSmoothing,
    double weightDecay,
    boolean nesterov,
    Schedule schedule,
    Dropout dropout,
    Augmentation augmentation,
    Precision precision,
    Optional<Averaging> averaging,
    boolean deterministic) {

  /** Range of the number of epochs. */
  public static final Setting EPOCHS = Setting.integer("epochs", 1, 10_000);

  /** Range of the batch size. */
  public static final Setting BATCH_SIZE = Setting.integer("batch_size", 1, 65_536);

  /** Range of the label smoothing. */
  public static final Setting LABEL_SMOOTHING = Setting.closedOpen("label_smoothing", 0, 1);

  /** Range of the weight decay. */
  public static final Setting WEIGHT_DECAY = Setting.closed("weight_decay", 0, 1);

  /** Checks the ranges. */
  public Recipe {
    EPOCHS.check(epochs);
    BATCH_SIZE.check(batchSize);
    LABEL_SMOOTHING.check(labelSmoothing);
    WEIGHT_DECAY.check(weightDecay);
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(dropout, "dropout");
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(averaging, "averaging");
  }

  /** One without Nesterov's momentum, that ends with its last weights and takes the fused loss. */
  public Recipe(
      int epochs,
      int batchSize,
      double labelSmoothing,
      double weightDecay,
      Schedule schedule,
      Dropout dropout,
      Augmentation augmentation,
      Precision precision) {
    this(
        epochs,
        batchSize,
        labelSmoothing,
        weightDecay,
        false,
        schedule,
        dropout,
        augmentation,
        precision,
        Optional.empty(),
        false);
  }

  /** Returns this recipe with another number of epochs; the schedule is stretched to it. */
  public Recipe withEpochs(int epochs) {
    return new Recipe(
        epochs,
        batchSize,
        labelSmoothing,
        weightDecay,
        nesterov,
        schedule,
        dropout,
        augmentation,
        precision,
        averaging,
        deterministic);
  }

  /** Returns the strength of the augmentation in a step, counted from 0 over the whole run. */
  double strengthAt(long step, int stepsPerEpoch) {
    return augmentation.fade().map(fade -> fade.at(step, stepsPerEpoch)).orElse(1.0);
  }

  /** Returns the decay of the average of the weights in a step, counted likewise. */
  double averageDecayAt(long step, int stepsPerEpoch) {
    return averaging.map(average -> average.decayAt(step, stepsPerEpoch)).orElse(0.0);
  }

  /** Returns whether an average begins before the run ends, and takes the place of its weights. */
  boolean endsWithAverage() {
    return averaging.filter(average -> average.after() < epochs).isPresent();
  }
}
