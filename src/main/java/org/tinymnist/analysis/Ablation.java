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

  private static final double LEVEL = 0.05;

  /** What a variant's difference does. */
  public enum Effect {
    /** The accuracy is higher. */
    BETTER,
    /** The accuracy is lower. */
    WORSE,
    /** There is no difference but 0.1 points. */
    NONE,
    /** What was measured is within chance. */
    INCONCLUSIVE,
    /** There are too few seeds. */
    NEEDS_SEEDS
  }

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

  /** Returns what the difference does. */
  public Effect effect() {
    if (gain.isEmpty()) {
      return Effect.NEEDS_SEEDS;
    }
    if (p.orElseThrow() < LEVEL) {
      return gain.get().mean() > 0 ? Effect.BETTER : Effect.WORSE;
    }
    return gain.get().isNegligible() ? Effect.NONE : Effect.INCONCLUSIVE;
  }
}
