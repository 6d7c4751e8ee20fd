package org.tinymnist.analysis;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    List<TrainingCurve> logs,
    List<TrainingCurve> pytorch,
    Optional<Band> band,
    Optional<Band> pytorchBand) {

  /** Accuracies this close are as good as the same; the seeds of Model 3 lie points apart. */
  private static final double MARGIN = 0.001;

  private static final double MARGIN_OF_MODEL_3 = 0.015;

  /** Returns what is to be said of a model. */
  static Reproduction of(
      String model, Series series, Original original, List<TrainingCurve> pytorch) {
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
            series.last(Metric.TEST_ACCURACY), last(pytorch, Metric.TEST_ACCURACY), margin));
  }

  /**
   * Returns how likely the last figures here and in PyTorch are if they are distributed alike:
   * p-values of Kolmogorov-Smirnov tests, by figure, after Holm's correction; none without both.
   */
  public SortedMap<Metric, Double> distributions() {
    SortedMap<Metric, Double> p = new TreeMap<>();
    if (pytorchBand.isPresent() && band.isPresent()) {
      KolmogorovSmirnovTest test = KolmogorovSmirnovTest.withDefaults();
      for (Metric figure : Metric.values()) {
        p.put(figure, test.test(series.last(figure), last(pytorch, figure)).getPValue());
      }
      Iterator<Double> corrected = Holm.correct(List.copyOf(p.values())).iterator();
      p.replaceAll((figure, value) -> corrected.next());
    }
    return p;
  }

  /** Returns how many of these tests find a difference. */
  public long differences() {
    return distributions().values().stream().filter(p -> p < Verdict.LEVEL).count();
  }

  /** Returns a figure of PyTorch's runs at an epoch, counted from 1. */
  public Sample pytorchAt(Metric figure, int epoch) {
    return TrainingCurve.at(pytorch, figure, epoch);
  }

  private static double[] last(List<TrainingCurve> courses, Metric figure) {
    return courses.stream().mapToDouble(course -> course.last(figure)).toArray();
  }

  /**
   * Returns whether the model is reproduced: yes if all logs lie in the band, PyTorch's accuracy is
   * equivalent and no distribution differs; in part if only some logs do, or PyTorch differs; not
   * if no log does; inconclusive if nothing differs, but equivalence is not shown.
   */
  public Verdict verdict() {
    if (band.isEmpty()) {
      return Verdict.NEEDS_SEEDS;
    }
    Verdict logsInside =
        Verdict.ofCount(checks().stream().filter(Band.Check::isInside).count(), logs.size());
    boolean differs = differences() > 0 || equivalence().filter(Equivalence::isRefuted).isPresent();
    if (logsInside != Verdict.SUPPORTED || differs) {
      return logsInside == Verdict.REFUTED ? Verdict.REFUTED : Verdict.SUPPORTED_IN_PART;
    }
    return equivalence().filter(Equivalence::isShown).isPresent()
        ? Verdict.SUPPORTED
        : Verdict.INCONCLUSIVE;
  }
}
