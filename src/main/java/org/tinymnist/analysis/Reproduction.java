package org.tinymnist.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the note's models: the original's logs, the runs here, and the same runs in PyTorch.
 *
 * @param model such as {@code model-1}
 * @param series the runs here
 * @param logs the original's
 * @param checks the logs compared with the runs here; none with too few runs
 * @param others the recipes that these checks do not tell from this one
 * @param pairs the planned questions to pairs of runs
 */
public record Reproduction(
    String model,
    Series series,
    List<TrainingCurve> logs,
    List<LogCheck> checks,
    List<OtherRecipe> others,
    List<Pairs> pairs) {

  /** Whether the model is reproduced. */
  public enum Verdict {
    /** Every log fits, and PyTorch is shown to be equivalent. */
    REPRODUCED,
    /** Some logs do not fit, or PyTorch is shown to differ. */
    IN_PART,
    /** No log fits. */
    NOT_REPRODUCED,
    /** Every log fits, but equivalence to PyTorch is not shown. */
    INCONCLUSIVE,
    /** There are fewer runs than {@link Sample#ENOUGH}. */
    NEEDS_SEEDS
  }

  static Reproduction of(
      String model,
      Models models,
      Original original,
      Map<String, List<LogCheck>> checks,
      List<Pairs> pairs) {
    Series series = models.of(model).orElseThrow();
    List<TrainingCurve> logs = original.logs(model);
    return new Reproduction(
        model,
        series,
        logs,
        checks.getOrDefault(model, List.of()),
        OtherRecipe.of(series, logs, models),
        pairs);
  }

  /** Returns the question of equivalence, if one is planned. */
  public Optional<Pairs> control() {
    return pairs.stream().filter(each -> each.plan().margin().isPresent()).findFirst();
  }

  /** Returns the questions without a margin. */
  public List<Pairs> questions() {
    return pairs.stream().filter(each -> each.plan().margin().isEmpty()).toList();
  }

  /** Returns whether the runs are equivalent to PyTorch's, if there are enough pairs. */
  public Optional<Equivalence> equivalence() {
    return control().flatMap(Pairs::equivalence);
  }

  /** Returns the logs that do not fit. */
  public List<LogCheck> misfits() {
    return checks.stream().filter(check -> !check.fits()).toList();
  }

  /** Returns the recipes whose band has the logs inside too. */
  public List<OtherRecipe> alternatives() {
    return others.stream().filter(OtherRecipe::fitsLogs).toList();
  }

  /** Returns whether the model is reproduced. */
  public Verdict verdict() {
    if (checks.isEmpty()) {
      return Verdict.NEEDS_SEEDS;
    }
    if (misfits().size() == checks.size()) {
      return Verdict.NOT_REPRODUCED;
    }
    if (!misfits().isEmpty() || equivalence().filter(Equivalence::isRefuted).isPresent()) {
      return Verdict.IN_PART;
    }
    return equivalence().filter(Equivalence::isShown).isPresent()
        ? Verdict.REPRODUCED
        : Verdict.INCONCLUSIVE;
  }
}
