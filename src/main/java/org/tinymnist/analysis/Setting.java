package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.ConstantRate;
import org.tinymnist.experiment.OneCycle;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.experiment.Schedule;

/** What two recipes can differ in. */
public enum Setting {
  /** Passes over the training images. */
  EPOCHS,
  /** Images in a step. */
  BATCH_SIZE,
  /** Label smoothing. */
  LABEL_SMOOTHING,
  /** Weight decay. */
  WEIGHT_DECAY,
  /** The learning rate's schedule. */
  LEARNING_RATE,
  /** The momentum, a constant or a cycle. */
  MOMENTUM,
  /** Dropout. */
  DROPOUT,
  /** Augmentation. */
  AUGMENTATION,
  /** Number format of the convolutions. */
  PRECISION;

  /** Returns what two recipes differ in. */
  public static Set<Setting> differences(Recipe first, Recipe second) {
    Map<Setting, Object> a = of(first);
    Map<Setting, Object> b = of(second);
    Set<Setting> differences = EnumSet.allOf(Setting.class);
    differences.removeIf(setting -> a.get(setting).equals(b.get(setting)));
    return differences;
  }

  private static Map<Setting, Object> of(Recipe recipe) {
    Map<Setting, Object> values = new EnumMap<>(Setting.class);
    values.put(EPOCHS, recipe.epochs());
    values.put(BATCH_SIZE, recipe.batchSize());
    values.put(LABEL_SMOOTHING, recipe.labelSmoothing());
    values.put(WEIGHT_DECAY, recipe.weightDecay());
    values.put(LEARNING_RATE, learningRate(recipe.schedule()));
    values.put(MOMENTUM, momentum(recipe.schedule()));
    values.put(DROPOUT, recipe.dropout());
    Augmentation augmentation = recipe.augmentation();
    values.put(AUGMENTATION, augmentation.isNone() ? Augmentation.NONE : augmentation);
    values.put(PRECISION, recipe.precision());
    return values;
  }

  private static List<?> learningRate(Schedule schedule) {
    if (schedule instanceof OneCycle cycle) {
      return List.of(
          cycle.maxLr(),
          cycle.pctStart(),
          cycle.divFactor(),
          cycle.finalDivFactor(),
          cycle.anneal());
    }
    return List.of(((ConstantRate) schedule).learningRate());
  }

  /** Returns the momentum's values in a recipe: one if it is constant, 0 for none. */
  static List<Double> momentum(Schedule schedule) {
    List<Double> values = new ArrayList<>();
    if (schedule instanceof OneCycle cycle) {
      cycle.baseMomentum().ifPresent(values::add);
      cycle.maxMomentum().ifPresent(values::add);
      cycle.momentum().ifPresent(values::add);
    } else {
      values.add(((ConstantRate) schedule).momentum());
    }
    return values;
  }
}
