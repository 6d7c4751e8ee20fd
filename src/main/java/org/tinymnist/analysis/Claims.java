package org.tinymnist.analysis;

import static org.tinymnist.analysis.Verdict.INCONCLUSIVE;
import static org.tinymnist.analysis.Verdict.NEEDS_SEEDS;
import static org.tinymnist.analysis.Verdict.NOT_MEASURED;
import static org.tinymnist.analysis.Verdict.REFUTED;
import static org.tinymnist.analysis.Verdict.SUPPORTED;
import static org.tinymnist.analysis.Verdict.SUPPORTED_IN_PART;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tinymnist.analysis.Claim.Outcome;
import org.tinymnist.experiment.ConstantRate;
import org.tinymnist.experiment.OneCycle;
import org.tinymnist.experiment.Recipe;

/**
 * The rules by which the note's claims are judged. Experiments are chosen by their recipes. A
 * verdict that rests on a test takes a p-value below 5 % after Holm's correction for all of them.
 */
final class Claims {

  private static final double LEVEL = 0.05;
  private static final String MODEL_1 = "model-1";
  private static final String MODEL_2 = "model-2";
  private static final String MODEL_3 = "model-3";

  private final Models models;
  private final Original original;

  private Claims(Models models, Original original) {
    this.models = models;
    this.original = original;
  }

  /** Returns all claims in their order. */
  static List<Claim> of(Models models, Original original) {
    Claims claims = new Claims(models, original);
    List<Outcome> outcomes = new ArrayList<>();
    for (Claim.Id id : Claim.Id.values()) {
      outcomes.add(claims.outcome(id));
    }
    Iterator<Double> corrected =
        Holm.correct(outcomes.stream().filter(Outcome::isTested).map(Outcome::p).toList())
            .iterator();
    List<Claim> decided = new ArrayList<>();
    for (Claim.Id id : Claim.Id.values()) {
      Outcome outcome = outcomes.get(id.ordinal());
      OptionalDouble p =
          outcome.isTested() ? OptionalDouble.of(corrected.next()) : OptionalDouble.empty();
      boolean significant = p.isPresent() && p.getAsDouble() < LEVEL;
      decided.add(
          new Claim(
              id, significant ? outcome.significant() : outcome.otherwise(), p, outcome.values()));
    }
    return List.copyOf(decided);
  }

  private Outcome outcome(Claim.Id id) {
    Set<Setting> momentum = Set.of(Setting.MOMENTUM);
    Set<Setting> augmentation = Set.of(Setting.AUGMENTATION);
    Set<Setting> schedule = Set.of(Setting.LEARNING_RATE, Setting.MOMENTUM);
    return switch (id) {
      case LITERAL ->
          givesTheLogs(
              Set.of(Setting.MOMENTUM, Setting.AUGMENTATION),
              recipe -> hasNoMomentum(recipe) && recipe.augmentation().isNone());
      case NO_MOMENTUM -> givesTheLogs(momentum, Claims::hasNoMomentum);
      case NO_AUGMENTATION -> givesTheLogs(augmentation, recipe -> recipe.augmentation().isNone());
      case IMPROVEMENT -> improvement();
      case BOOST -> boost(models.of(MODEL_3));
      case SCHEDULE ->
          boost(models.variant(MODEL_1, schedule, r -> r.schedule() instanceof ConstantRate));
      case FASTER -> faster();
      case ANNEALING ->
          gain(
              models.variant(MODEL_1, Set.of(Setting.LEARNING_RATE), Claims::isLinear),
              SUPPORTED,
              REFUTED,
              SUPPORTED_IN_PART);
      case REACHES_99 -> reaches99();
      case STAYS_ABOVE_99 -> staysAbove99();
      case DROPOUT -> gain(models.of(MODEL_2), SUPPORTED, REFUTED, REFUTED);
      case SMOOTHING ->
          gain(
              models.variant(
                  MODEL_1, Set.of(Setting.LABEL_SMOOTHING), r -> r.labelSmoothing() == 0),
              SUPPORTED,
              REFUTED,
              REFUTED);
      // What is left out and helps was needed too.
      case REGULARIZATION ->
          gain(
              models.variant(MODEL_1, augmentation, recipe -> recipe.augmentation().isNone()),
              REFUTED,
              SUPPORTED,
              SUPPORTED);
      case PARAMETERS -> parameters();
      case EXPECTED -> expected();
    };
  }

  private static boolean hasNoMomentum(Recipe recipe) {
    return Setting.momentum(recipe.schedule()).equals(List.of(0.0));
  }

  private static boolean isLinear(Recipe recipe) {
    return recipe.schedule() instanceof OneCycle cycle && cycle.anneal() == OneCycle.Anneal.LINEAR;
  }

  /**
   * Judges whether a recipe gives the logs of Model 1: refuted if the whole course of each is a
   * chance of less than 5 % in its band. The correction makes that harder, which must not make it
   * easier to agree.
   */
  private Outcome givesTheLogs(Set<Setting> differing, Predicate<Recipe> recipe) {
    Optional<Series> series = models.variant(MODEL_1, differing, recipe);
    if (series.isEmpty()) {
      return Outcome.of(NOT_MEASURED, Map.of());
    }
    Map<String, Object> values = Map.of("series", series.get());
    return Band.of(series.get().courses())
        .map(
            band -> {
              List<Band.Check> checks = original.logs(MODEL_1).stream().map(band::check).toList();
              double p = checks.stream().mapToDouble(Band.Check::p).max().orElseThrow();
              return new Outcome(
                  p,
                  REFUTED,
                  p < LEVEL ? INCONCLUSIVE : SUPPORTED,
                  Map.of("series", series.get(), "checks", checks));
            })
        .orElse(Outcome.of(NEEDS_SEEDS, values));
  }

  private Outcome improvement() {
    return withModels(
        List.of(MODEL_1, MODEL_2, MODEL_3),
        series -> {
          Optional<Comparison> first = Comparison.of(series.get(0), series.get(2));
          Optional<Comparison> second = Comparison.of(series.get(1), series.get(2));
          if (first.isEmpty() || second.isEmpty()) {
            return Outcome.of(NEEDS_SEEDS, Map.of());
          }
          // Both have to be better: the weaker test decides.
          return new Outcome(
              Math.max(first.get().p(), second.get().p()),
              first.get().mean() > 0 && second.get().mean() > 0 ? SUPPORTED : REFUTED,
              INCONCLUSIVE,
              Map.of("model1", first.get(), "model2", second.get()));
        });
  }

  /** Judges whether Model 1 is better than another series by what rounds to 5 points. */
  private Outcome boost(Optional<Series> over) {
    return withModel1(
        over,
        gain -> {
          Interval said = original.says(MODEL_1, "gain_over_model_3").orElseThrow();
          Verdict better = gain.interval().meets(said) ? SUPPORTED : SUPPORTED_IN_PART;
          return new Outcome(
              gain.p(),
              gain.mean() > 0 ? better : REFUTED,
              gain.isNegligible() ? REFUTED : INCONCLUSIVE,
              Map.of("gain", gain, "other", over.orElseThrow()));
        });
  }

  /**
   * Judges by how much better Model 1 is than another series.
   *
   * @param better the verdict if it is better
   * @param worse the verdict if it is worse
   * @param same the verdict if there is no difference but 0.1 points
   */
  private Outcome gain(Optional<Series> over, Verdict better, Verdict worse, Verdict same) {
    return withModel1(
        over,
        gain ->
            new Outcome(
                gain.p(),
                gain.mean() > 0 ? better : worse,
                gain.isNegligible() ? same : INCONCLUSIVE,
                Map.of("gain", gain, "other", over.orElseThrow())));
  }

  private Outcome faster() {
    return withModels(
        List.of(MODEL_1, MODEL_2, MODEL_3),
        series -> {
          if (!series.stream().allMatch(each -> each.finalTestAccuracy().isEnough())) {
            return Outcome.of(NEEDS_SEEDS, Map.of());
          }
          List<Interval> epochs =
              series.stream().map(each -> Convergence.epochsTo(0.90, each.courses())).toList();
          double slowest = Math.max(epochs.get(0).high(), epochs.get(1).high());
          double fastest = epochs.get(2).low();
          Verdict verdict =
              2 * slowest <= fastest ? SUPPORTED : slowest < fastest ? SUPPORTED_IN_PART : REFUTED;
          return Outcome.of(
              verdict,
              Map.of(
                  "model1", epochs.get(0), "model2", epochs.get(1), "model3", epochs.get(2)));
        });
  }

  private Outcome reaches99() {
    int by = (int) original.says(MODEL_1, "epochs_to_99").orElseThrow().high();
    return counted(run -> run.firstEpochAt(0.99).orElse(Integer.MAX_VALUE) <= by);
  }

  private Outcome staysAbove99() {
    int from = (int) original.says(MODEL_1, "above_99_from_epoch").orElseThrow().low();
    return counted(
        run ->
            run.epochs().stream()
                .skip(from - 1L)
                .allMatch(epoch -> epoch.testAccuracy() > 0.99));
  }

  /** Judges by how many runs of Model 1 do something; the original's logs stand beside them. */
  private Outcome counted(Predicate<Course> does) {
    return withModels(
        List.of(MODEL_1),
        series -> {
          List<Course> runs = series.get(0).courses();
          long holding = runs.stream().filter(does).count();
          long logs = original.logs(MODEL_1).stream().filter(does).count();
          return Outcome.of(
              runs.size() < Sample.ENOUGH ? NEEDS_SEEDS : Verdict.ofCount(holding, runs.size()),
              Map.of(
                  "holding", holding,
                  "runs", runs.size(),
                  "holdingLogs", logs,
                  "logs", original.logs(MODEL_1).size()));
        });
  }

  private Outcome parameters() {
    Set<Long> counts = new TreeSet<>();
    models.all().forEach(each -> each.runs().forEach(run -> counts.add(run.record().parameters())));
    Interval said = original.says(MODEL_1, "parameters").orElseThrow();
    boolean same = counts.stream().allMatch(said::contains);
    return counts.isEmpty()
        ? Outcome.of(NOT_MEASURED, Map.of())
        : Outcome.of(same ? SUPPORTED : REFUTED, Map.of("counts", counts));
  }

  private Outcome expected() {
    return withModels(
        List.of(MODEL_1),
        series -> {
          Sample accuracy = series.get(0).finalTestAccuracy();
          double least = original.says(MODEL_1, "expected_test_accuracy").orElseThrow().low();
          long reached =
              series.get(0).courses().stream()
                  .filter(run -> run.finalTestAccuracy() >= least)
                  .count();
          Map<String, Object> values =
              Map.of("accuracy", accuracy, "holding", reached, "runs", accuracy.size());
          return accuracy.isEnough()
              ? new Outcome(
                  accuracy.pOfMean(least),
                  accuracy.mean() > least ? SUPPORTED : REFUTED,
                  reached == 0 ? INCONCLUSIVE : SUPPORTED_IN_PART,
                  values)
              : Outcome.of(NEEDS_SEEDS, values);
        });
  }

  private Outcome withModels(List<String> names, Function<List<Series>, Outcome> judge) {
    List<Series> series = names.stream().map(models::of).flatMap(Optional::stream).toList();
    return series.size() < names.size() ? Outcome.of(NOT_MEASURED, Map.of()) : judge.apply(series);
  }

  /** Judges Model 1 against another series, by their comparison. */
  private Outcome withModel1(
      Optional<Series> other, Function<Comparison, Outcome> judge) {
    if (other.isEmpty()) {
      return Outcome.of(NOT_MEASURED, Map.of());
    }
    return withModels(
        List.of(MODEL_1),
        series ->
            Comparison.of(series.get(0), other.get())
                .map(judge)
                .orElse(Outcome.of(NEEDS_SEEDS, Map.of())));
  }
}
