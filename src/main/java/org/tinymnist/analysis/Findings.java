package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinymnist.results.ControlRuns;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.Study;

/**
 * All that a report says, as values.
 *
 * @param isReference whether the runs are the project's own reference; a user's otherwise
 * @param study the runs
 * @param entries the experiments that are no variant of another one
 * @param ablations the variants, beside what they vary
 * @param claims the note's claims
 * @param convergence the note's table of convergence
 * @param mistakes those of the best experiment; empty without runs
 * @param machines what the runs were made on
 * @param referenceProcessors of the reference's runs, if the runs are a user's
 */
public record Findings(
    boolean isReference,
    Study study,
    List<Entry> entries,
    List<Ablation> ablations,
    List<Claim> claims,
    List<Convergence> convergence,
    Optional<Mistakes> mistakes,
    List<MachineSummary> machines,
    List<String> referenceProcessors) {

  /**
   * An experiment beside what it is compared with.
   *
   * @param series the experiment
   * @param comparison what it is compared with, and why not with more
   * @param said what the original says of its final test accuracy, where there are no logs
   * @param reproduction the model of the note that it stands for; empty if it is not compared
   * @param reference the reference's runs of the same experiment, if there are any
   * @param positions where each run lies among the reference's
   */
  public record Entry(
      Series series,
      Compared comparison,
      Optional<Interval> said,
      Optional<Reproduction> reproduction,
      Optional<Series> reference,
      List<RunPosition> positions) {}

  /** Whether an experiment is compared with the original and the reference. */
  public enum Compared {
    /** It is. */
    YES,
    /** Neither has such an experiment. */
    NOTHING_TO_COMPARE,
    /** It was measured on held-out training images. */
    VALIDATION,
    /** It was not trained on MNIST. */
    OTHER_DATA,
    /** Its runs have another number of epochs. */
    OTHER_LENGTH,
    /** The reference's experiment of this name has another recipe. */
    OTHER_RECIPE
  }

  /**
   * Returns what is found in some runs.
   *
   * @param study the runs
   * @param reference the reference's runs; empty if the study is the reference itself, or if there
   *     is none
   * @param control the runs in PyTorch; none for a user's
   */
  public static Findings of(
      boolean isReference, Study study, Study reference, ControlRuns control) {
    Original original = Original.load();
    List<Series> series = Series.of(study);
    List<Series> theirs = Series.of(reference);
    Models models = Models.of(series.stream().filter(each -> !isOther(each, theirs)).toList());
    List<Ablation> ablations = Ablation.of(series);
    List<Series> shown = ablations.stream().map(Ablation::variant).toList();
    List<Entry> entries =
        series.stream()
            .filter(each -> !shown.contains(each))
            .map(each -> entry(each, models, theirs, original, control))
            .toList();
    return new Findings(
        isReference,
        study,
        entries,
        ablations,
        ClaimRules.of(models, original),
        Convergence.of(models, original),
        best(entries).map(Mistakes::of),
        MachineSummary.of(study.runs()),
        reference.runs().stream()
            .map(run -> run.record().hardware().processor())
            .distinct()
            .toList());
  }

  private static Entry entry(
      Series series, Models models, List<Series> theirs, Original original, ControlRuns control) {
    Optional<Series> reference = theirs.stream().filter(series::isSameAs).findFirst();
    Optional<String> model =
        series.experiment().published().filter(each -> !original.logs(each).isEmpty());
    Compared compared = compared(series, theirs, model.isPresent());
    return new Entry(
        series,
        compared,
        series.isComparable()
            ? original.says(series.name(), "final_test_accuracy")
            : Optional.empty(),
        model
            .filter(each -> models.of(each).equals(Optional.of(series)))
            .map(each -> Reproduction.of(each, series, original, courses(control, each))),
        reference,
        reference.map(each -> positions(series, each)).orElse(List.of()));
  }

  private static Compared compared(Series series, List<Series> theirs, boolean isModel) {
    if (!isModel && theirs.stream().noneMatch(each -> each.name().equals(series.name()))) {
      return Compared.NOTHING_TO_COMPARE;
    }
    if (series.experiment().validation() > 0) {
      return Compared.VALIDATION;
    }
    if (!series.isMnist()) {
      return Compared.OTHER_DATA;
    }
    if (series.epochs() != Original.EPOCHS) {
      return Compared.OTHER_LENGTH;
    }
    return isOther(series, theirs) ? Compared.OTHER_RECIPE : Compared.YES;
  }

  /** Returns whether the reference's series of this name are all others. */
  private static boolean isOther(Series series, List<Series> theirs) {
    return theirs.stream().anyMatch(each -> each.name().equals(series.name()))
        && theirs.stream().noneMatch(series::isSameAs);
  }

  private static List<RunPosition> positions(Series series, Series reference) {
    Sample sample = reference.finalTestAccuracy();
    return series.runs().stream().map(run -> new RunPosition(run, sample)).toList();
  }

  private static List<TrainingCurve> courses(ControlRuns control, String model) {
    List<TrainingCurve> courses = new ArrayList<>();
    for (Map.Entry<String, List<EpochMetrics>> run :
        control.byModel().getOrDefault(model, Map.of()).entrySet()) {
      if (run.getValue().size() == Original.EPOCHS) {
        courses.add(new TrainingCurve(run.getKey(), run.getValue()));
      }
    }
    return courses;
  }

  /** Of runs of another data set there may be better ones, which says nothing. */
  private static Optional<Series> best(List<Entry> entries) {
    Stream<Series> all = entries.stream().map(Entry::series);
    return all.max(
        Comparator.comparing(Series::isMnist)
            .thenComparing(each -> each.experiment().validation() == 0)
            .thenComparingDouble(each -> each.finalTestAccuracy().mean()));
  }

  /** Returns the models of the note that are compared, Model 1 first. */
  public List<Reproduction> reproductions() {
    return entries.stream()
        .flatMap(entry -> entry.reproduction().stream())
        .sorted(Comparator.comparing(Reproduction::model))
        .toList();
  }

  /** Returns whether the runs decide any claim but that of the number of parameters. */
  public boolean decidesClaims() {
    return claims.stream()
        .anyMatch(
            claim -> !claim.id().equals(ClaimRules.PARAMETERS) && claim.verdict().isDecided());
  }
}
