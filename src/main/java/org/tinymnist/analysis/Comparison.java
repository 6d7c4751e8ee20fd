package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The final test accuracy of one experiment compared with another's, over all seeds of both.
 *
 * @param series the experiment
 * @param base what it is compared with
 * @param difference the experiment's accuracy less the base's; empty with too few seeds
 * @param p that there is none, corrected for the family of tests; empty with too few seeds
 */
public record Comparison(
    Series series, Series base, Optional<Difference> difference, OptionalDouble p) {

  /** What the seeds show. */
  public enum Effect {
    /** The experiment is more accurate. */
    BETTER,
    /** The base is more accurate. */
    WORSE,
    /** The difference is below 0.1 points. */
    NEGLIGIBLE,
    /** None of these is shown. */
    INCONCLUSIVE,
    /** One side has fewer seeds than {@link Sample#ENOUGH}. */
    NEEDS_SEEDS
  }

  /** Returns the comparison, as yet uncorrected. */
  static Comparison of(Series series, Series base) {
    Sample first = series.finalTestAccuracy();
    Sample second = base.finalTestAccuracy();
    Optional<Difference> difference =
        first.isEnough() && second.isEnough()
            ? Optional.of(Difference.welch(first, second))
            : Optional.empty();
    return new Comparison(series, base, difference, OptionalDouble.empty());
  }

  /** Returns the comparisons of a family with p-values that are corrected by Holm. */
  static List<Comparison> family(List<Comparison> all) {
    Iterator<Double> corrected =
        Holm.correct(all.stream().flatMap(c -> c.difference.stream()).map(Difference::p).toList())
            .iterator();
    return all.stream()
        .map(c -> c.difference.isEmpty() ? c : c.withP(OptionalDouble.of(corrected.next())))
        .toList();
  }

  private Comparison withP(OptionalDouble value) {
    return new Comparison(series, base, difference, value);
  }

  /** Returns every variant compared with the experiment that it varies: a family each. */
  static List<Comparison> variants(List<Series> all) {
    List<Comparison> found = new ArrayList<>();
    for (Series base : all) {
      found.addAll(
          family(
              all.stream()
                  .filter(each -> !each.equals(base))
                  .filter(each -> each.experiment().variantOf().equals(Optional.of(base.name())))
                  .filter(each -> each.epochs() == base.epochs())
                  .filter(each -> each.data().sha256().equals(base.data().sha256()))
                  .map(each -> of(each, base))
                  .toList()));
    }
    return found;
  }

  /** Returns the base compared with the experiment: the same test. */
  Comparison reversed() {
    return new Comparison(base, series, difference.map(Difference::reversed), p);
  }

  /** Returns what the seeds show. */
  public Effect effect() {
    if (difference.isEmpty()) {
      return Effect.NEEDS_SEEDS;
    }
    if (p.orElseThrow() < Holm.LEVEL) {
      return difference.get().mean() > 0 ? Effect.BETTER : Effect.WORSE;
    }
    return difference.get().isNegligible() ? Effect.NEGLIGIBLE : Effect.INCONCLUSIVE;
  }
}
