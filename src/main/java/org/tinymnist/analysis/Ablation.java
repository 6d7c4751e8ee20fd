package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A variant of an experiment, compared with it seed by seed.
 *
 * @param base the experiment
 * @param variant the variant
 * @param gain the variant's final test accuracy less the experiment's; empty with too few seeds
 * @param p of no difference, after Holm's correction for all variants
 */
public record Ablation(Series base, Series variant, Optional<Comparison> gain, OptionalDouble p) {

  /** Returns the variants in a list of series, by the experiment that they vary. */
  static List<Ablation> of(List<Series> series) {
    List<Ablation> found = new ArrayList<>();
    for (Series base : series) {
      series.stream()
          .filter(each -> each.experiment().variantOf().equals(Optional.of(base.name())))
          .filter(each -> each.epochs() == base.epochs())
          .filter(each -> each.data().sha256().equals(base.data().sha256()))
          .map(each -> of(base, each))
          .forEach(found::add);
    }
    Iterator<Double> corrected =
        Holm.correct(found.stream().flatMap(each -> each.gain.stream()).map(Comparison::p).toList())
            .iterator();
    return found.stream()
        .map(each -> each.gain.isEmpty() ? each : each.withP(corrected.next()))
        .toList();
  }

  private static Ablation of(Series base, Series variant) {
    return new Ablation(base, variant, Comparison.of(variant, base), OptionalDouble.empty());
  }

  private Ablation withP(double corrected) {
    return new Ablation(base, variant, gain, OptionalDouble.of(corrected));
  }

  /** Returns whether there is a difference; it is refuted if it is 0.1 points at most. */
  public Verdict differs() {
    if (gain.isEmpty()) {
      return Verdict.NEEDS_SEEDS;
    }
    if (p.orElseThrow() < Verdict.LEVEL) {
      return Verdict.SUPPORTED;
    }
    return gain.get().isNegligible() ? Verdict.REFUTED : Verdict.INCONCLUSIVE;
  }
}
