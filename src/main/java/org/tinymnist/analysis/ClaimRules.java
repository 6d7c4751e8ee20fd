package org.tinymnist.analysis;

import static org.tinymnist.analysis.Claim.Verdict.INCONCLUSIVE;
import static org.tinymnist.analysis.Claim.Verdict.NEEDS_SEEDS;
import static org.tinymnist.analysis.Claim.Verdict.NOT_MEASURED;
import static org.tinymnist.analysis.Claim.Verdict.NO_BENEFIT;
import static org.tinymnist.analysis.Claim.Verdict.REFUTED;
import static org.tinymnist.analysis.Claim.Verdict.SUPPORTED;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.tinymnist.analysis.Claim.Verdict;
import org.tinymnist.analysis.Comparison.Effect;

/**
 * The rules by which the note's claims are judged. What the runs do not reject is not supported for
 * that reason: it is inconclusive. A question that another page asks too is answered by the same
 * test, with the same p-value.
 */
final class ClaimRules {

  private static final String MODEL_1 = "model-1";
  private static final String MODEL_2 = "model-2";
  private static final String MODEL_3 = "model-3";

  /** The recipes that the note can be read as, by the name of the claim. */
  private static final Map<String, String> RECIPES = new LinkedHashMap<>();

  static {
    RECIPES.put("literal", "model-1-literal");
    RECIPES.put("no-momentum", "model-1-no-momentum");
    RECIPES.put("no-augmentation", "model-1-no-augmentation");
  }

  private final Models models;
  private final Original original;
  private final List<Comparison> variants;

  /** Models 1 and 2 over Model 3, and Model 1 over Model 2: a family; empty without all three. */
  private final List<Comparison> between;

  private ClaimRules(Models models, Original original, List<Comparison> variants) {
    this.models = models;
    this.original = original;
    this.variants = variants;
    Optional<Series> first = models.of(MODEL_1);
    Optional<Series> second = models.of(MODEL_2);
    Optional<Series> third = models.of(MODEL_3);
    this.between =
        first.isPresent() && second.isPresent() && third.isPresent()
            ? Comparison.family(
                List.of(
                    Comparison.of(first.get(), third.get()),
                    Comparison.of(second.get(), third.get()),
                    Comparison.of(first.get(), second.get())))
            : List.of();
  }

  /** Returns all claims in the report's order. */
  static List<Claim> of(Models models, Original original, List<Comparison> variants) {
    return new ClaimRules(models, original, variants).all();
  }

  private List<Claim> all() {
    List<Claim> all = new ArrayList<>(recipes());
    all.add(improvement());
    all.add(value("boost", between(0), says("gain_over_model_3")));
    Interval schedule = new Interval(says("gain_over_model_3").low(), 1);
    all.add(value("schedule", over("model-1-constant-rate"), schedule));
    all.add(benefit("annealing", over("model-1-linear-annealing")));
    all.add(benefit("dropout", between(2)));
    all.add(benefit("smoothing", over("model-1-no-smoothing")));
    all.add(nothingToAdd("regularization", over("model-1-no-augmentation")));
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

  /** Returns Model 1 compared with one of its variants, by the test of the variant's page. */
  private Optional<Comparison> over(String variant) {
    return variants.stream()
        .filter(each -> models.named(variant).equals(Optional.of(each.series())))
        .filter(each -> models.of(MODEL_1).equals(Optional.of(each.base())))
        .map(Comparison::reversed)
        .findFirst();
  }

  /** Judges whether a recipe is that of Model 1's logs: refuted if it gives none of them. */
  private List<Claim> recipes() {
    List<Claim> claims = new ArrayList<>();
    RECIPES.forEach((id, experiment) -> claims.add(recipe(id, experiment)));
    Iterator<Double> corrected =
        Holm.correct(
                claims.stream()
                    .filter(c -> c.p().isPresent())
                    .map(c -> c.p().getAsDouble())
                    .toList())
            .iterator();
    claims.replaceAll(
        claim -> {
          if (claim.p().isEmpty()) {
            return claim;
          }
          double p = corrected.next();
          Verdict verdict = p < Holm.LEVEL ? REFUTED : INCONCLUSIVE;
          return new Claim(claim.id(), verdict, OptionalDouble.of(p), claim.values());
        });
    return claims;
  }

  private Claim recipe(String id, String experiment) {
    Optional<Series> series = models.named(experiment);
    Optional<Band> band = series.flatMap(each -> Band.of(each.curves()));
    if (band.isEmpty()) {
      return Claim.of(id, series.isEmpty() ? NOT_MEASURED : NEEDS_SEEDS, Map.of());
    }
    List<Band.Check> checks = original.logs(MODEL_1).stream().map(band.get()::check).toList();
    // The log that fits best decides: one is enough to keep the recipe.
    double p = checks.stream().mapToDouble(Band.Check::p).max().orElseThrow();
    long inside = checks.stream().filter(Band.Check::isInside).count();
    return new Claim(
        id,
        INCONCLUSIVE,
        OptionalDouble.of(p),
        Map.of("series", series.get(), "inside", inside, "logs", checks.size()));
  }

  /** Judges whether both models with a schedule are better than Model 3. */
  private Claim improvement() {
    if (between.isEmpty()) {
      return Claim.of("improvement", NOT_MEASURED, Map.of());
    }
    Set<Effect> effects = EnumSet.of(between.get(0).effect(), between.get(1).effect());
    if (effects.contains(Effect.NEEDS_SEEDS)) {
      return Claim.of("improvement", NEEDS_SEEDS, Map.of());
    }
    Verdict verdict =
        effects.equals(Set.of(Effect.BETTER))
            ? SUPPORTED
            : effects.contains(Effect.WORSE) ? REFUTED : INCONCLUSIVE;
    double p = Math.max(between.get(0).p().orElseThrow(), between.get(1).p().orElseThrow());
    return new Claim(
        "improvement",
        verdict,
        OptionalDouble.of(p),
        Map.of(
            "model1", between.get(0).difference().orElseThrow(),
            "model2", between.get(1).difference().orElseThrow()));
  }

  /** Judges whether Model 1 is better: supported, no benefit above 0.1 points, or the opposite. */
  private static Claim benefit(String id, Optional<Comparison> gain) {
    return judge(id, gain, SUPPORTED, REFUTED, NO_BENEFIT);
  }

  /**
   * Judges whether Model 1 needs what it is compared without: not if it adds 0.1 points at most.
   */
  private static Claim nothingToAdd(String id, Optional<Comparison> gain) {
    return judge(id, gain, REFUTED, SUPPORTED, SUPPORTED);
  }

  private static Claim judge(
      String id, Optional<Comparison> gain, Verdict better, Verdict worse, Verdict small) {
    if (gain.isEmpty() || gain.get().difference().isEmpty()) {
      return Claim.of(id, gain.isEmpty() ? NOT_MEASURED : NEEDS_SEEDS, Map.of());
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

  /** Judges whether Model 1 is better by a value, by the interval of the difference. */
  private static Claim value(String id, Optional<Comparison> gain, Interval said) {
    if (gain.isEmpty() || gain.get().difference().isEmpty()) {
      return Claim.of(id, gain.isEmpty() ? NOT_MEASURED : NEEDS_SEEDS, Map.of());
    }
    Difference difference = gain.get().difference().get();
    return Claim.of(
        id,
        value(difference.interval(), said),
        Map.of("gain", difference, "isLarger", difference.mean() > said.high()));
  }

  /** Returns the verdict on a value: what is measured is inside what was said, or outside. */
  static Verdict value(Interval measured, Interval said) {
    return measured.isInside(said) ? SUPPORTED : measured.meets(said) ? INCONCLUSIVE : REFUTED;
  }

  private Claim parameters() {
    Set<Long> counts = new TreeSet<>();
    models.all().forEach(each -> each.runs().forEach(run -> counts.add(run.record().parameters())));
    boolean isTrue = counts.stream().allMatch(says("parameters")::contains);
    return Claim.of(
        "parameters",
        counts.isEmpty() ? NOT_MEASURED : isTrue ? SUPPORTED : REFUTED,
        Map.of("counts", counts));
  }

  private Claim expected() {
    Optional<Sample> accuracy = models.of(MODEL_1).map(Series::finalTestAccuracy);
    if (accuracy.isEmpty() || !accuracy.get().isEnough()) {
      return Claim.of("expected", accuracy.isEmpty() ? NOT_MEASURED : NEEDS_SEEDS, Map.of());
    }
    Interval said = says("expected_test_accuracy");
    Interval mean = accuracy.get().ofMean();
    long reached =
        models.of(MODEL_1).orElseThrow().curves().stream()
            .filter(run -> said.contains(run.finalTestAccuracy()))
            .count();
    return Claim.of(
        "expected",
        value(mean, said),
        Map.of("mean", mean, "reached", reached, "runs", accuracy.get().size()));
  }
}
