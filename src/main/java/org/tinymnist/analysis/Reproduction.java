package org.tinymnist.analysis;

import java.util.List;
import java.util.Optional;

/**
 * The evidence on one of the note's models, for example {@code model-1}.
 *
 * @param series our runs
 * @param checks the logs compared with our runs; none with too few runs
 * @param others the recipes that these checks do not separate from this one
 * @param pairs the planned comparisons with PyTorch
 */
public record Reproduction(
    String model,
    Series series,
    List<TrainingCurve> logs,
    List<LogCheck> checks,
    List<OtherRecipe> others,
    List<Pairs> pairs) {

  public enum Verdict {
    /** Every log fits, and all planned pairs together show equivalence to PyTorch. */
    REPRODUCED,
    /** Every log fits, but PyTorch is shown to differ. */
    DIFFERS_FROM_PYTORCH,
    /** Some logs fit. */
    IN_PART,
    /** No log fits. */
    NOT_REPRODUCED,
    /** Every log fits, but equivalence to PyTorch is not shown or pairs are missing. */
    INCONCLUSIVE,
    /** There are fewer runs than {@link Sample#ENOUGH}. */
    NEEDS_SEEDS
  }

  /**
   * A recipe that the checks do not separate from the model's.
   *
   * @param inside how many of them are inside the model's band
   * @param fitsLogs whether all logs of the model are inside the other recipe's band
   */
  public record OtherRecipe(Series series, long inside, boolean fitsLogs) {

    private static OtherRecipe of(Series series, List<TrainingCurve> logs, Band band) {
      Optional<Band> own = Band.of(series.curves());
      return new OtherRecipe(
          series,
          series.curves().stream().filter(run -> band.check(run).isInside()).count(),
          own.isPresent() && logs.stream().allMatch(log -> own.get().check(log).isInside()));
    }

    static List<OtherRecipe> of(Series model, List<TrainingCurve> logs, List<Series> models) {
      Optional<Band> band = Band.of(model.curves());
      return models.stream()
          .filter(series -> !series.equals(model) && band.isPresent())
          .map(series -> of(series, logs, band.orElseThrow()))
          .filter(other -> other.inside > 0 || other.fitsLogs)
          .toList();
    }
  }

  /** Returns the comparison with a margin for equivalence, if planned. */
  public Optional<Pairs> control() {
    return pairs.stream().filter(each -> each.plan().margin().isPresent()).findFirst();
  }

  /** Returns the comparisons without a margin. */
  public List<Pairs> questions() {
    return pairs.stream().filter(each -> each.plan().margin().isEmpty()).toList();
  }

  /** Returns the test of equivalence to PyTorch, if there are enough pairs. */
  public Optional<Pairs.Equivalence> equivalence() {
    return control().flatMap(Pairs::equivalence);
  }

  public List<LogCheck> misfits() {
    return checks.stream().filter(check -> !check.fits()).toList();
  }

  /** Returns the other recipes whose band also holds all logs. */
  public List<OtherRecipe> alternatives() {
    return others.stream().filter(OtherRecipe::fitsLogs).toList();
  }

  public Verdict verdict() {
    if (checks.isEmpty()) {
      return Verdict.NEEDS_SEEDS;
    }
    if (misfits().size() == checks.size()) {
      return Verdict.NOT_REPRODUCED;
    }
    if (!misfits().isEmpty()) {
      return Verdict.IN_PART;
    }
    Optional<Pairs.Equivalence> planned =
        control().filter(Pairs::isComplete).flatMap(Pairs::equivalence);
    if (planned.filter(Pairs.Equivalence::isRefuted).isPresent()) {
      return Verdict.DIFFERS_FROM_PYTORCH;
    }
    boolean isShown = planned.filter(Pairs.Equivalence::isShown).isPresent();
    return isShown ? Verdict.REPRODUCED : Verdict.INCONCLUSIVE;
  }
}
