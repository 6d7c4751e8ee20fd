package org.tinymnist.analysis;

import static org.tinymnist.analysis.Verdict.INCONCLUSIVE;
import static org.tinymnist.analysis.Verdict.NEEDS_SEEDS;
import static org.tinymnist.analysis.Verdict.NOT_MEASURED;
import static org.tinymnist.analysis.Verdict.REFUTED;
import static org.tinymnist.analysis.Verdict.SUPPORTED;
import static org.tinymnist.analysis.Verdict.SUPPORTED_IN_PART;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.tinymnist.analysis.Claim.Outcome;

/**
 * The rules by which the note's claims are judged. A verdict that rests on a test takes a p-value
 * below 5 % after Holm's correction for all of them.
 */
final class ClaimRules {

  /** The claim that the runs of any experiment decide. */
  static final String PARAMETERS = "parameters";

  private static final String MODEL_1 = "model-1";
  private static final String MODEL_2 = "model-2";
  private static final String MODEL_3 = "model-3";

  private final Models models;
  private final Original original;

  private ClaimRules(Models models, Original original) {
    this.models = models;
    this.original = original;
  }

  /** Returns all claims in the report's order. */
  static List<Claim> of(Models models, Original original) {
    Map<String, Outcome> outcomes = new ClaimRules(models, original).outcomes();
    List<Double> tests =
        outcomes.values().stream().filter(Outcome::isTested).map(Outcome::p).toList();
    Iterator<Double> corrected = Holm.correct(tests).iterator();
    List<Claim> claims = new ArrayList<>();
    outcomes.forEach(
        (id, outcome) -> {
          OptionalDouble p =
              outcome.isTested() ? OptionalDouble.of(corrected.next()) : OptionalDouble.empty();
          boolean significant = p.isPresent() && p.getAsDouble() < Verdict.LEVEL;
          Verdict verdict = significant ? outcome.significant() : outcome.otherwise();
          claims.add(new Claim(id, verdict, p, outcome.values()));
        });
    return List.copyOf(claims);
  }

  private Map<String, Outcome> outcomes() {
    Map<String, Outcome> all = new LinkedHashMap<>();
    all.put("literal", givesTheLogs("model-1-literal"));
    all.put("no-momentum", givesTheLogs("model-1-no-momentum"));
    all.put("no-augmentation", givesTheLogs("model-1-no-augmentation"));
    all.put("improvement", improvement());
    all.put("boost", boost());
    all.put("schedule", schedule());
    all.put("faster", faster());
    all.put(
        "annealing",
        gain(models.named("model-1-linear-annealing"), SUPPORTED, REFUTED, SUPPORTED_IN_PART));
    all.put("reaches-99", reaches99());
    all.put("stays-above-99", staysAbove99());
    all.put("dropout", gain(models.of(MODEL_2), SUPPORTED, REFUTED, REFUTED));
    all.put("smoothing", gain(models.named("model-1-no-smoothing"), SUPPORTED, REFUTED, REFUTED));
    // The claim is that of enough without augmentation: if leaving it out costs, it is refuted.
    all.put(
        "regularization",
        gain(models.named("model-1-no-augmentation"), REFUTED, SUPPORTED, SUPPORTED));
    all.put(PARAMETERS, parameters());
    all.put("expected", expected());
    return all;
  }

  /**
   * Judges whether a recipe gives the logs of Model 1: refuted if the whole course of each is a
   * chance of less than 5 % in its band. The correction makes that harder, which must not make it
   * easier to agree.
   */
  private Outcome givesTheLogs(String experiment) {
    Optional<Series> series = models.named(experiment);
    if (series.isEmpty()) {
      return Outcome.of(NOT_MEASURED, Map.of());
    }
    Optional<Band> band = Band.of(series.get().courses());
    if (band.isEmpty()) {
      return Outcome.of(NEEDS_SEEDS, Map.of());
    }
    List<Band.Check> checks = original.logs(MODEL_1).stream().map(band.get()::check).toList();
    double p = checks.stream().mapToDouble(Band.Check::p).max().orElseThrow();
    return new Outcome(
        p,
        REFUTED,
        p < Verdict.LEVEL ? INCONCLUSIVE : SUPPORTED,
        Map.of("series", series.get(), "checks", checks));
  }

  private Outcome improvement() {
    return judge(
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
        },
        MODEL_1,
        MODEL_2,
        MODEL_3);
  }

  /** Judges whether Model 1 is better than Model 3 by what rounds to 5 points. */
  private Outcome boost() {
    return compared(
        models.of(MODEL_3),
        gain -> {
          Verdict better = gain.interval().meets(boostSaid()) ? SUPPORTED : SUPPORTED_IN_PART;
          return outcome(gain.p(), gain.mean() > 0 ? better : REFUTED, INCONCLUSIVE, gain);
        });
  }

  /** Judges whether that is the schedule's: refuted if a constant rate costs less. */
  private Outcome schedule() {
    double least = boostSaid().low();
    return compared(
        models.named("model-1-constant-rate"),
        gain ->
            outcome(
                gain.difference().pOfMean(least),
                gain.mean() < least ? REFUTED : SUPPORTED,
                INCONCLUSIVE,
                gain));
  }

  private Interval boostSaid() {
    return original.says(MODEL_1, "gain_over_model_3").orElseThrow();
  }

  /**
   * Judges by how much better Model 1 is than another series. What only the correction hides is not
   * called the same.
   *
   * @param better the verdict if it is better
   * @param worse the verdict if it is worse
   * @param same the verdict if there is no difference but 0.1 points
   */
  private Outcome gain(Optional<Series> over, Verdict better, Verdict worse, Verdict same) {
    return compared(
        over,
        gain ->
            outcome(
                gain.p(),
                gain.mean() > 0 ? better : worse,
                gain.isNegligible() && gain.p() >= Verdict.LEVEL ? same : INCONCLUSIVE,
                gain));
  }

  private static Outcome outcome(
      double p, Verdict significant, Verdict otherwise, Comparison gain) {
    return new Outcome(p, significant, otherwise, Map.of("gain", gain));
  }

  private Outcome compared(Optional<Series> over, Function<Comparison, Outcome> rule) {
    Optional<Series> model = models.of(MODEL_1);
    if (model.isEmpty() || over.isEmpty()) {
      return Outcome.of(NOT_MEASURED, Map.of());
    }
    return Comparison.of(model.get(), over.get())
        .map(rule)
        .orElse(Outcome.of(NEEDS_SEEDS, Map.of()));
  }

  private Outcome faster() {
    return judge(
        series -> {
          List<Interval> epochs =
              series.stream().map(each -> Convergence.epochsTo(0.90, each.courses())).toList();
          double slowest = Math.max(epochs.get(0).high(), epochs.get(1).high());
          double fastest = epochs.get(2).low();
          Verdict verdict =
              2 * slowest <= fastest ? SUPPORTED : slowest < fastest ? SUPPORTED_IN_PART : REFUTED;
          boolean isEnough = series.stream().allMatch(each -> each.finalTestAccuracy().isEnough());
          return Outcome.of(
              isEnough ? verdict : NEEDS_SEEDS,
              Map.of("model1", epochs.get(0), "model2", epochs.get(1), "model3", epochs.get(2)));
        },
        MODEL_1,
        MODEL_2,
        MODEL_3);
  }

  private Outcome reaches99() {
    double by = original.says(MODEL_1, "epochs_to_99").orElseThrow().high();
    return counted(run -> run.firstEpochAt(0.99) <= by);
  }

  private Outcome staysAbove99() {
    double from = original.says(MODEL_1, "above_99_from_epoch").orElseThrow().low();
    return counted(
        run ->
            run.epochs().stream()
                .filter(epoch -> epoch.epoch() >= from)
                .allMatch(epoch -> epoch.testAccuracy() > 0.99));
  }

  /** Judges by how many runs of Model 1 do something; the original's logs stand beside them. */
  private Outcome counted(Predicate<TrainingCurve> does) {
    return judge(
        series -> {
          List<TrainingCurve> runs = series.get(0).courses();
          List<TrainingCurve> logs = original.logs(MODEL_1);
          long holding = runs.stream().filter(does).count();
          return Outcome.of(
              runs.size() < Sample.ENOUGH ? NEEDS_SEEDS : Verdict.ofCount(holding, runs.size()),
              Map.of(
                  "holding", holding,
                  "runs", runs.size(),
                  "holdingLogs", logs.stream().filter(does).count(),
                  "logs", logs.size()));
        },
        MODEL_1);
  }

  private Outcome parameters() {
    Set<Long> counts = new TreeSet<>();
    models.all().forEach(each -> each.runs().forEach(run -> counts.add(run.record().parameters())));
    Interval said = original.says(MODEL_1, PARAMETERS).orElseThrow();
    return counts.isEmpty()
        ? Outcome.of(NOT_MEASURED, Map.of())
        : Outcome.of(
            counts.stream().allMatch(said::contains) ? SUPPORTED : REFUTED,
            Map.of("counts", counts));
  }

  private Outcome expected() {
    double least = original.says(MODEL_1, "expected_test_accuracy").orElseThrow().low();
    return judge(
        series -> {
          Sample accuracy = series.get(0).finalTestAccuracy();
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
        },
        MODEL_1);
  }

  /** Judges by the series of models, if there are all of them. */
  private Outcome judge(Function<List<Series>, Outcome> rule, String... names) {
    List<Series> series = Stream.of(names).map(models::of).flatMap(Optional::stream).toList();
    return series.size() < names.length ? Outcome.of(NOT_MEASURED, Map.of()) : rule.apply(series);
  }
}
