package org.tinymnist.analysis;

import static java.util.stream.Collectors.toSet;
import static org.tinymnist.analysis.Claim.Verdict.INCONCLUSIVE;
import static org.tinymnist.analysis.Claim.Verdict.NOT_MEASURED;
import static org.tinymnist.analysis.Claim.Verdict.NO_BENEFIT;
import static org.tinymnist.analysis.Claim.Verdict.REFUTED;
import static org.tinymnist.analysis.Claim.Verdict.SUPPORTED;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tinymnist.analysis.Claim.Verdict;
import org.tinymnist.analysis.Comparison.Effect;

/**
 * The rules that judge the note's claims. A claim that the runs do not contradict is inconclusive,
 * not supported. A question that another page also asks has the same test and p-value there.
 */
final class ClaimRules {

  private static final String MODEL_1 = "model-1";

  private final List<Series> models;
  private final Original original;
  private final List<Comparison> variants;

  /** One family: Models 1 and 2 vs. 3, and Model 1 vs. 2; empty unless all three have runs. */
  private final List<Comparison> between;

  private ClaimRules(List<Series> models, Original original, List<Comparison> variants) {
    this.models = models;
    this.original = original;
    this.variants = variants;
    List<Series> all =
        Stream.of(MODEL_1, "model-2", "model-3")
            .flatMap(model -> Series.ofModel(models, model).stream())
            .toList();
    this.between =
        all.size() < 3
            ? List.of()
            : Comparison.family(
                List.of(
                    Comparison.of(all.get(0), all.get(2)),
                    Comparison.of(all.get(1), all.get(2)),
                    Comparison.of(all.get(0), all.get(1))));
  }

  /** Returns all claims in the report's order. */
  static List<Claim> of(List<Series> models, Original original, List<Comparison> variants) {
    return new ClaimRules(models, original, variants).all();
  }

  private List<Claim> all() {
    List<Claim> all =
        new ArrayList<>(
            Holm.correct(
                List.of(recipe("literal"), recipe("no-momentum"), recipe("no-augmentation")),
                Claim::p,
                (claim, p) ->
                    new Claim(
                        claim.id(),
                        p.getAsDouble() < Holm.LEVEL ? REFUTED : INCONCLUSIVE,
                        p,
                        claim.values())));
    Interval boost = says("gain_over_model_3");
    all.add(improvement());
    all.add(value("boost", between(0), boost));
    all.add(value("schedule", over("model-1-constant-rate"), new Interval(boost.low(), 1)));
    all.add(judge("annealing", over("model-1-linear-annealing"), SUPPORTED, REFUTED, NO_BENEFIT));
    all.add(judge("dropout", between(2), SUPPORTED, REFUTED, NO_BENEFIT));
    all.add(judge("smoothing", over("model-1-no-smoothing"), SUPPORTED, REFUTED, NO_BENEFIT));
    // The claim is that augmentation adds nothing: it is refuted if augmentation helps.
    all.add(
        judge("regularization", over("model-1-no-augmentation"), REFUTED, SUPPORTED, SUPPORTED));
    all.add(parameters());
    all.add(expected());
    return List.copyOf(all);
  }

  private Interval says(String measure) {
    return original.says(MODEL_1, measure).orElseThrow();
  }

  private Optional<Comparison> between(int index) {
    return between.stream().skip(index).findFirst();
  }

  /** Returns Model 1 compared with a variant, by the same test as on the ablations page. */
  private Optional<Comparison> over(String variant) {
    return variants.stream()
        .filter(each -> Series.named(models, variant).equals(Optional.of(each.series())))
        .filter(each -> Series.ofModel(models, MODEL_1).equals(Optional.of(each.base())))
        .map(Comparison::reversed)
        .findFirst();
  }

  /** Judges whether Model 1's logs were made with a recipe, by the log that fits better. */
  private Claim recipe(String id) {
    Optional<Series> series = Series.named(models, "model-1-" + id);
    Optional<Band> band = series.flatMap(each -> Band.of(each.curves()));
    if (band.isEmpty()) {
      return Claim.untested(id, series);
    }
    List<Band.Check> checks = original.logs(MODEL_1).stream().map(band.get()::check).toList();
    long inside = checks.stream().filter(Band.Check::isInside).count();
    return new Claim(
        id,
        INCONCLUSIVE,
        OptionalDouble.of(checks.stream().mapToDouble(Band.Check::p).max().orElseThrow()),
        Map.of("series", series.get(), "inside", inside, "logs", checks.size()));
  }

  /** Judges whether Models 1 and 2, which have a schedule, are better than Model 3. */
  private Claim improvement() {
    Set<Effect> effects = between.stream().limit(2).map(Comparison::effect).collect(toSet());
    if (between.isEmpty() || effects.contains(Effect.NEEDS_SEEDS)) {
      return Claim.untested("improvement", between(0));
    }
    Comparison first = between.get(0);
    Comparison second = between.get(1);
    boolean isWorse = effects.contains(Effect.WORSE);
    return new Claim(
        "improvement",
        effects.equals(Set.of(Effect.BETTER)) ? SUPPORTED : isWorse ? REFUTED : INCONCLUSIVE,
        OptionalDouble.of(Math.max(first.p().orElseThrow(), second.p().orElseThrow())),
        Map.of("model1", first.difference().get(), "model2", second.difference().get()));
  }

  /**
   * Judges whether Model 1 is better.
   *
   * @param small the verdict if no difference is shown and any benefit is below 0.1 points
   */
  private static Claim judge(
      String id, Optional<Comparison> gain, Verdict better, Verdict worse, Verdict small) {
    if (gain.flatMap(Comparison::difference).isEmpty()) {
      return Claim.untested(id, gain);
    }
    Difference difference = gain.get().difference().get();
    boolean isSmall = difference.interval().high() < Difference.NEGLIGIBLE;
    Verdict verdict =
        switch (gain.get().effect()) {
          case BETTER -> better;
          case WORSE -> worse;
          default -> isSmall ? small : INCONCLUSIVE;
        };
    return new Claim(id, verdict, gain.get().p(), Map.of("gain", difference));
  }

  /** Judges whether Model 1's gain is the claimed value. */
  private static Claim value(String id, Optional<Comparison> gain, Interval said) {
    if (gain.flatMap(Comparison::difference).isEmpty()) {
      return Claim.untested(id, gain);
    }
    Difference difference = gain.get().difference().get();
    boolean isLarger = difference.mean() > said.high();
    return Claim.of(
        id, value(difference.interval(), said), Map.of("gain", difference, "isLarger", isLarger));
  }

  /** Returns the verdict on a value by its 95 % interval. */
  static Verdict value(Interval measured, Interval said) {
    return measured.isInside(said) ? SUPPORTED : measured.meets(said) ? INCONCLUSIVE : REFUTED;
  }

  private Claim parameters() {
    Set<Long> counts = new TreeSet<>();
    models.forEach(each -> each.runs().forEach(run -> counts.add(run.record().parameters())));
    boolean isTrue = counts.stream().allMatch(says("parameters")::contains);
    return Claim.of(
        "parameters",
        counts.isEmpty() ? NOT_MEASURED : isTrue ? SUPPORTED : REFUTED,
        Map.of("counts", counts));
  }

  private Claim expected() {
    Optional<Sample> accuracy = Series.ofModel(models, MODEL_1).map(Series::finalTestAccuracy);
    if (accuracy.filter(Sample::isEnough).isEmpty()) {
      return Claim.untested("expected", accuracy);
    }
    Interval said = says("expected_test_accuracy");
    Interval mean = accuracy.get().ofMean();
    int runs = accuracy.get().size();
    long reached = runs - Series.ofModel(models, MODEL_1).orElseThrow().endingBelow(said.low());
    return Claim.of(
        "expected", value(mean, said), Map.of("mean", mean, "reached", reached, "runs", runs));
  }
}
