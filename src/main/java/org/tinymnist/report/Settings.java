package org.tinymnist.report;

import static org.tinymnist.report.Format.count;
import static org.tinymnist.report.Format.number;
import static org.tinymnist.report.Markdown.escape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tinymnist.report.Results.Series;

/**
 * How an experiment was trained, in words.
 *
 * @param values by the settings' names
 */
record Settings(Map<String, String> values) {
  static final String LEARNING_RATE = "Learning rate";
  static final String MOMENTUM = "Momentum";
  static final String LABEL_SMOOTHING = "Label smoothing";
  static final String DROPOUT = "Dropout";
  static final String AUGMENTATION = "Augmentation";
  static final String NONE = "none";

  static Settings of(Series series) {
    RunJson.Experiment experiment = series.experiment();
    Map<String, String> values = new LinkedHashMap<>();
    values.put(LEARNING_RATE, learningRate(experiment.schedule()));
    values.put(
        MOMENTUM, momentum(experiment.schedule()) + (experiment.nesterov() ? ", Nesterov's" : ""));
    values.put(
        "Batches",
        "%s, %s an epoch, %s"
            .formatted(
                count(experiment.batchSize(), "image"),
                count(series.first().json().stepsPerEpoch(), "step"),
                count(experiment.epochs(), "epoch")));
    values.put(LABEL_SMOOTHING, number(experiment.labelSmoothing()));
    values.put("Weight decay", number(experiment.weightDecay()));
    values.put(DROPOUT, dropout(experiment.dropout()));
    values.put(AUGMENTATION, augmentation(experiment.augmentation()));
    values.put(
        "Arithmetic",
        escape(experiment.precision()) + (experiment.deterministic() ? ", deterministic" : ""));
    values.put("Weights", weights(experiment.averaging()));
    return new Settings(values);
  }

  /** Returns the names of the settings that have another value there. */
  Set<String> differences(Settings other) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.removeIf(name -> values.get(name).equals(other.values.get(name)));
    return names;
  }

  /** Returns the settings that have another value there, a line each, with the values here. */
  String describeDifferences(Settings other) {
    return differences(other).stream()
        .map(name -> "%s: %s".formatted(name.toLowerCase(Locale.ROOT), values.get(name)))
        .collect(Collectors.joining("<br>"));
  }

  /** Returns whether the two differ in one setting alone. */
  boolean differOnlyIn(String name, Settings other) {
    return differences(other).equals(Set.of(name));
  }

  String get(String name) {
    return values.get(name);
  }

  private static String weights(RunJson.Averaging averaging) {
    return averaging == null
        ? "those of the last step"
        : "averaged after epoch %s, decay %s a step"
            .formatted(averaging.after(), number(averaging.decay()));
  }

  private static String learningRate(RunJson.Schedule schedule) {
    RunJson.OneCycle cycle = schedule.oneCycle();
    if (cycle == null) {
      return "constant, " + number(schedule.constant().learningRate());
    }
    double first = cycle.maxLr() / cycle.divFactor();
    return "OneCycleLR: %s → %s in %s %% of the steps, → %s in the rest; annealing `%s`"
        .formatted(
            number(first),
            number(cycle.maxLr()),
            number(100 * cycle.pctStart()),
            number(first / cycle.finalDivFactor()),
            cycle.anneal());
  }

  private static String momentum(RunJson.Schedule schedule) {
    RunJson.OneCycle cycle = schedule.oneCycle();
    if (cycle == null) {
      return constantMomentum(schedule.constant().momentum());
    }
    if (!cycle.cycleMomentum()) {
      return constantMomentum(cycle.momentum() == null ? 0 : cycle.momentum());
    }
    return "%s → %s → %1$s, against the learning rate"
        .formatted(number(cycle.maxMomentum()), number(cycle.baseMomentum()));
  }

  private static String constantMomentum(double momentum) {
    return momentum == 0 ? NONE : "constant, " + number(momentum);
  }

  private static String dropout(RunJson.Dropout dropout) {
    List<String> parts = new ArrayList<>();
    if (dropout.blocks() > 0) {
      parts.add(number(dropout.blocks()) + " after the convolution blocks");
    }
    if (dropout.dense() > 0) {
      parts.add(number(dropout.dense()) + " before the dense layer");
    }
    return parts.isEmpty() ? NONE : String.join(", ", parts);
  }

  private static String augmentation(RunJson.Augmentation augmentation) {
    List<String> parts = new ArrayList<>();
    if (augmentation.rotationDegrees() > 0) {
      parts.add("rotation ±%s°".formatted(number(augmentation.rotationDegrees())));
    }
    if (augmentation.shiftPixels() > 0) {
      parts.add("shift ±%s px".formatted(number(augmentation.shiftPixels())));
    }
    if (augmentation.scale() > 0) {
      parts.add("scale ±%s %%".formatted(number(100 * augmentation.scale())));
    }
    if (augmentation.shear() > 0) {
      parts.add("shear ±%s".formatted(number(augmentation.shear())));
    }
    if (augmentation.elastic() != null) {
      parts.add(
          "elastic distortion, alpha %s, sigma %s px"
              .formatted(
                  number(augmentation.elastic().alpha()), number(augmentation.elastic().sigma())));
    }
    if (parts.isEmpty()) {
      return NONE;
    }
    if (augmentation.fade() != null) {
      parts.add(
          "falling to nothing over %s after epoch %s"
              .formatted(count(augmentation.fade().over(), "epoch"), augmentation.fade().after()));
    }
    return String.join(", ", parts);
  }
}
