package org.tinymnist.analysis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The final test accuracy of one experiment compared with another's, over all seeds of both.
 *
 * @param base the experiment to compare with
 * @param difference the experiment's accuracy minus the base's; empty with too few seeds
 * @param p p-value for no difference, corrected for the family; empty with too few seeds
 */
public record Comparison(
    Series series, Series base, Optional<Difference> difference, OptionalDouble p) {

  /** A negligible difference is below 0.1 points. */
  public enum Effect {
    BETTER,
    WORSE,
    NEGLIGIBLE,
    INCONCLUSIVE,
    NEEDS_SEEDS
  }

  /** Returns the comparison with an uncorrected p-value. */
  static Comparison of(Series series, Series base) {
    Sample first = series.finalTestAccuracy();
    Sample second = base.finalTestAccuracy();
    if (!first.isEnough() || !second.isEnough()) {
      return new Comparison(series, base, Optional.empty(), OptionalDouble.empty());
    }
    Difference difference = Difference.welch(first, second);
    return new Comparison(series, base, Optional.of(difference), OptionalDouble.of(difference.p()));
  }

  /** Returns the comparisons of a family with corrected p-values. */
  static List<Comparison> family(List<Comparison> all) {
    return Holm.correct(
        all, Comparison::p, (c, p) -> new Comparison(c.series, c.base, c.difference, p));
  }

  /** Returns every variant compared with its base; the variants of one base are a family. */
  static List<Comparison> variants(List<Series> all) {
    return all.stream()
        .flatMap(
            base ->
                family(
                    all.stream()
                        .filter(each -> each.isVariantOf(base))
                        .map(each -> of(each, base))
                        .toList())
                    .stream())
        .toList();
  }

  /** Returns the same test with experiment and base exchanged. */
  Comparison reversed() {
    return new Comparison(base, series, difference.map(Difference::reversed), p);
  }

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
