package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.PairPlan;
import org.tinymnist.results.Study;

/**
 * The content of a report, as values.
 *
 * @param entries the experiments that are no variants
 * @param mistakes of the best experiment; empty without runs
 * @param evidence of the reference on the note; empty for a user's runs
 */
public record Findings(
    Study study,
    List<Entry> entries,
    List<Comparison> variants,
    Optional<Mistakes> mistakes,
    Optional<Evidence> evidence) {

  /** The reference's evidence on the note; Model 1 comes first. */
  public record Evidence(
      List<Reproduction> reproductions,
      List<Claim> claims,
      List<Convergence> convergence,
      List<ProcessorCheck> processors) {

    /** Returns whether every planned pair has been run. */
    public boolean isComplete() {
      return reproductions.stream()
          .flatMap(each -> each.pairs().stream())
          .allMatch(Pairs::isComplete);
    }
  }

  /**
   * An experiment with its reference and original.
   *
   * @param logs the original's logs of the note's model that it reproduces
   * @param said the original's statement of its final test accuracy, where there are no logs
   * @param reference the reference's runs of the same recipe, or of the same model of the note
   * @param positions each run among the reference's runs of the same recipe
   */
  public record Entry(
      Series series,
      Compared compared,
      Optional<String> model,
      List<TrainingCurve> logs,
      Optional<Interval> said,
      Optional<Series> reference,
      List<RunPosition> positions) {

    public List<RunPosition> unusual() {
      return positions.stream().filter(position -> !position.isExpected()).toList();
    }
  }

  /** Whether an experiment is compared with the reference, or why not. */
  public enum Compared {
    YES,
    /** The reference has no such experiment, or too few runs of it. */
    NOTHING_TO_COMPARE,
    /** It was measured on held-out training images. */
    VALIDATION,
    OTHER_DATA,
    OTHER_LENGTH,
    /** The reference's experiment of this name, or model of the note, has another recipe. */
    OTHER_RECIPE
  }

  public static Findings ofUser(Study study, Study reference) {
    List<Series> series = Series.of(study);
    return of(study, series, Comparison.variants(series), Series.of(reference), Optional.empty());
  }

  /**
   * Returns the findings of the reference.
   *
   * @param plan the planned pairs
   * @param pytorch the runs in PyTorch, by model and seed
   */
  public static Findings ofReference(
      Study study, List<PairPlan> plan, Map<String, Map<Long, List<EpochMetrics>>> pytorch) {
    Original original = Original.load();
    List<Series> series = Series.of(study);
    List<Comparison> variants = Comparison.variants(series);
    List<Series> models = series.stream().filter(Series::isComparable).toList();
    List<LogCheck> checks = LogCheck.of(models, original);
    List<Reproduction> reproductions = new ArrayList<>();
    for (String model : original.models()) {
      List<TrainingCurve> logs = original.logs(model);
      var control = pytorch.getOrDefault(model, Map.of());
      Series.ofModel(models, model)
          .map(
              own ->
                  new Reproduction(
                      model,
                      own,
                      logs,
                      checks.stream().filter(check -> check.model().equals(model)).toList(),
                      Reproduction.OtherRecipe.of(own, logs, models),
                      plan.stream()
                          .filter(each -> each.model().equals(model))
                          .map(each -> Pairs.of(each, own.curves(), control))
                          .toList()))
          .ifPresent(reproductions::add);
    }
    Evidence evidence =
        new Evidence(
            reproductions,
            ClaimRules.of(models, original, variants),
            Convergence.of(models, original),
            series.stream().flatMap(each -> ProcessorCheck.of(each).stream()).toList());
    return of(study, series, variants, List.of(), Optional.of(evidence));
  }

  private static Findings of(
      Study study,
      List<Series> series,
      List<Comparison> variants,
      List<Series> theirs,
      Optional<Evidence> evidence) {
    Original original = Original.load();
    List<Series> shown = variants.stream().map(Comparison::series).toList();
    List<Entry> entries =
        series.stream()
            .filter(each -> !shown.contains(each))
            .map(each -> entry(each, theirs, original))
            .toList();
    return new Findings(study, entries, variants, best(entries).map(Mistakes::of), evidence);
  }

  private static Entry entry(Series series, List<Series> theirs, Original original) {
    boolean isComparable = series.isComparable();
    Optional<String> model = series.experiment().published().filter(each -> isComparable);
    Optional<Series> same =
        theirs.stream()
            .filter(series::isSameAs)
            .filter(each -> each.finalTestAccuracy().isEnough())
            .findFirst();
    Optional<Series> namesake = theirs.stream().filter(series::isNamesake).findFirst();
    Optional<Band> band = same.flatMap(each -> Band.of(each.curves()));
    return new Entry(
        series,
        same.isPresent()
            ? Compared.YES
            : namesake.isEmpty() ? Compared.NOTHING_TO_COMPARE : whyNot(series),
        model,
        model.map(original::logs).orElse(List.of()),
        original.says(series.name(), "final_test_accuracy").filter(said -> isComparable),
        same.or(() -> namesake.filter(each -> isComparable)),
        band.map(b -> series.runs().stream().map(r -> RunPosition.of(r, same.get(), b)).toList())
            .orElse(List.of()));
  }

  private static Compared whyNot(Series series) {
    if (series.experiment().validation() > 0) {
      return Compared.VALIDATION;
    }
    if (!series.isMnist()) {
      return Compared.OTHER_DATA;
    }
    return series.epochs() == Original.EPOCHS ? Compared.OTHER_RECIPE : Compared.OTHER_LENGTH;
  }

  /** Returns the most accurate experiment, preferably one on MNIST's test images. */
  private static Optional<Series> best(List<Entry> entries) {
    Stream<Series> all = entries.stream().map(Entry::series);
    return all.max(
        Comparator.comparing(Series::isMnist)
            .thenComparing(each -> each.experiment().validation() == 0)
            .thenComparingDouble(each -> each.finalTestAccuracy().mean()));
  }
}
