package org.tinymnist.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * One of the note's models side by side: the original's logs, the same in PyTorch, and the runs
 * here.
 *
 * @param model such as {@code model-1}
 * @param series the runs here
 * @param logs the original's
 * @param pytorch the runs in PyTorch; none if there are none
 * @param band of the runs here; empty with too few
 * @param pytorchBand of the runs in PyTorch; likewise
 */
public record Reproduction(
    String model,
    Series series,
    List<Course> logs,
    List<Course> pytorch,
    Optional<Band> band,
    Optional<Band> pytorchBand) {

  /** Two accuracies of Models 1 and 2 that are this close are as good as the same. */
  private static final double MARGIN = 0.001;

  /** Model 3 is stopped in the middle of its climb, where its seeds lie points apart. */
  private static final double MARGIN_OF_MODEL_3 = 0.015;

  /**
   * A test that a figure of the last epoch is distributed alike in two groups of runs.
   *
   * @param figure which
   * @param p of the Kolmogorov-Smirnov test, after Holm's correction for the four figures
   */
  public record Distribution(Figure figure, double p) {}

  /** Returns what is to be said of a model. */
  static Reproduction of(String model, Series series, Original original, List<Course> pytorch) {
    return new Reproduction(
        model, series, original.logs(model), pytorch, Band.of(series.courses()), Band.of(pytorch));
  }

  /** Returns how the logs lie to the band of the runs here; none without a band. */
  public List<Band.Check> checks() {
    return checks(band);
  }

  /** Returns how the logs lie to PyTorch's band; none without one. */
  public List<Band.Check> pytorchChecks() {
    return checks(pytorchBand);
  }

  private List<Band.Check> checks(Optional<Band> of) {
    return of.map(each -> logs.stream().map(each::check).toList()).orElse(List.of());
  }

  /** Returns whether the final accuracies here and in PyTorch are equivalent, if both are known. */
  public Optional<Equivalence> equivalence() {
    if (pytorchBand.isEmpty() || band.isEmpty()) {
      return Optional.empty();
    }
    double margin = model.equals("model-3") ? MARGIN_OF_MODEL_3 : MARGIN;
    return Optional.of(
        Equivalence.of(
            series.last(Figure.TEST_ACCURACY), last(pytorch, Figure.TEST_ACCURACY), margin));
  }

  /** Returns the tests of equal distributions here and in PyTorch; none without both. */
  public List<Distribution> distributions() {
    if (pytorchBand.isEmpty() || band.isEmpty()) {
      return List.of();
    }
    List<Double> p =
        Arrays.stream(Figure.values())
            .map(
                figure ->
                    KolmogorovSmirnovTest.withDefaults()
                        .test(series.last(figure), last(pytorch, figure))
                        .getPValue())
            .toList();
    List<Double> corrected = Holm.correct(p);
    return Arrays.stream(Figure.values())
        .map(figure -> new Distribution(figure, corrected.get(figure.ordinal())))
        .toList();
  }

  /** Returns a figure of PyTorch's runs at an epoch, counted from 1. */
  public Sample pytorchAt(Figure figure, int epoch) {
    return Course.at(pytorch, figure, epoch);
  }

  private static double[] last(List<Course> courses, Figure figure) {
    return courses.stream().mapToDouble(course -> course.last(figure)).toArray();
  }

  /**
   * Returns whether the model is reproduced: fully if every log's course lies within the band of
   * the runs here, and PyTorch's accuracy is shown to be equivalent; not at all if no log does; in
   * part otherwise.
   */
  public Verdict verdict() {
    if (band.isEmpty()) {
      return Verdict.NEEDS_SEEDS;
    }
    Verdict logsInside =
        Verdict.ofCount(checks().stream().filter(Band.Check::isInside).count(), logs.size());
    boolean equivalent = equivalence().map(Equivalence::isShown).orElse(false);
    return logsInside == Verdict.SUPPORTED && !equivalent ? Verdict.SUPPORTED_IN_PART : logsInside;
  }
}
