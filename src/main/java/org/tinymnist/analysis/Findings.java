package org.tinymnist.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinymnist.results.PairPlan;
import org.tinymnist.results.Study;

/**
 * All that a report says, as values.
 *
 * @param study the runs
 * @param entries the experiments that are no variant of another one
 * @param variants the variants, compared with what they vary
 * @param mistakes those of the best experiment; empty without runs
 * @param machines what the runs were made on
 * @param evidence what the runs show about the note, if they are the reference; empty if they are a
 *     user's
 */
public record Findings(
    Study study,
    List<Entry> entries,
    List<Comparison> variants,
    Optional<Mistakes> mistakes,
    List<MachineSummary> machines,
    Optional<Evidence> evidence) {

  /**
   * An experiment beside what it is compared with.
   *
   * @param series the experiment
   * @param compared whether it is compared, and why not
   * @param model the note's model that it stands for
   * @param logs of that model
   * @param said what the original says of its final test accuracy, where there are no logs
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

    /** Returns the runs that are not what one more run of the reference is expected to show. */
    public List<RunPosition> unusual() {
      return positions.stream().filter(position -> !position.isExpected()).toList();
    }
  }

  /** Whether an experiment is compared with the reference. */
  public enum Compared {
    /** It is. */
    YES,
    /** The reference has no such experiment, or too few runs of it. */
    NOTHING_TO_COMPARE,
    /** It was measured on held-out training images. */
    VALIDATION,
    /** It was not trained on MNIST. */
    OTHER_DATA,
    /** Its runs have another number of epochs. */
    OTHER_LENGTH,
    /** The reference's experiment of this name, or model of the note, has another recipe. */
    OTHER_RECIPE
  }

  /** Returns what a user's runs show beside the reference's. */
  public static Findings ofUser(Study study, Study reference) {
    return of(study, Series.of(reference), Optional.empty());
  }

  /**
   * Returns what the reference's runs show.
   *
   * @param plan the planned pairs
   * @param pytorch the runs in PyTorch by model; each is named by its seed
   */
  public static Findings ofReference(
      Study study, List<PairPlan> plan, Map<String, List<TrainingCurve>> pytorch) {
    List<Series> series = Series.of(study);
    return of(
        study,
        List.of(),
        Optional.of(
            Evidence.of(series, Comparison.variants(series), Original.load(), plan, pytorch)));
  }

  private static Findings of(Study study, List<Series> theirs, Optional<Evidence> evidence) {
    Original original = Original.load();
    List<Series> series = Series.of(study);
    List<Comparison> variants = Comparison.variants(series);
    List<Series> shown = variants.stream().map(Comparison::series).toList();
    List<Entry> entries =
        series.stream()
            .filter(each -> !shown.contains(each))
            .map(each -> entry(each, theirs, original))
            .toList();
    return new Findings(
        study,
        entries,
        variants,
        best(entries).map(Mistakes::of),
        MachineSummary.of(study.runs()),
        evidence);
  }

  private static Entry entry(Series series, List<Series> theirs, Original original) {
    Optional<String> model =
        series
            .experiment()
            .published()
            .filter(each -> series.isComparable() && !original.logs(each).isEmpty());
    Optional<Series> same =
        theirs.stream()
            .filter(series::isSameAs)
            .filter(each -> each.finalTestAccuracy().isEnough())
            .findFirst();
    Optional<Series> reference =
        series.isComparable()
            ? same.or(() -> theirs.stream().filter(each -> isNamesake(series, each)).findFirst())
            : Optional.empty();
    return new Entry(
        series,
        compared(series, theirs, same.isPresent()),
        model,
        model.map(original::logs).orElse(List.of()),
        series.isComparable()
            ? original.says(series.name(), "final_test_accuracy")
            : Optional.empty(),
        reference,
        same.map(each -> positions(series, each)).orElse(List.of()));
  }

  private static Compared compared(Series series, List<Series> theirs, boolean isSame) {
    if (isSame) {
      return Compared.YES;
    }
    if (theirs.stream().noneMatch(each -> isNamesake(series, each))) {
      return Compared.NOTHING_TO_COMPARE;
    }
    if (series.experiment().validation() > 0) {
      return Compared.VALIDATION;
    }
    if (!series.isMnist()) {
      return Compared.OTHER_DATA;
    }
    return series.epochs() == Original.EPOCHS ? Compared.OTHER_RECIPE : Compared.OTHER_LENGTH;
  }

  /** Returns whether two experiments have one name, or stand for one model of the note. */
  private static boolean isNamesake(Series series, Series other) {
    Optional<String> model = series.experiment().published();
    return series.name().equals(other.name())
        || model.isPresent()
            && model.equals(other.experiment().published())
            && other.experiment().variantOf().isEmpty();
  }

  private static List<RunPosition> positions(Series series, Series reference) {
    Band band = Band.of(reference.curves()).orElseThrow();
    return series.runs().stream().map(run -> RunPosition.of(run, reference, band)).toList();
  }

  /** Returns the most accurate experiment; one on MNIST's test images if there is any. */
  private static Optional<Series> best(List<Entry> entries) {
    Stream<Series> all = entries.stream().map(Entry::series);
    return all.max(
        Comparator.comparing(Series::isMnist)
            .thenComparing(each -> each.experiment().validation() == 0)
            .thenComparingDouble(each -> each.finalTestAccuracy().mean()));
  }
}
