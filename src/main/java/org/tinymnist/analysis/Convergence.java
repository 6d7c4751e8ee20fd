package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tinymnist.results.EpochMetrics;

/**
 * A cell of the note's table of convergence; the values are epochs, infinite for never.
 *
 * @param model such as {@code model-1}
 * @param threshold the test accuracy whose first epoch is given; 0 for the final test accuracy
 * @param said the note's value
 * @param noteVsLogs whether the logs agree with the note
 * @param logsVsRuns whether the logs are in the range of our runs; empty with too few runs, and for
 *     the final test accuracy, which {@link LogCheck} tests
 */
public record Convergence(
    String model,
    double threshold,
    Interval said,
    List<Double> logs,
    Interval runs,
    Agreement noteVsLogs,
    Optional<Agreement> logsVsRuns) {

  public enum Agreement {
    ALL,
    SOME,
    NONE;

    static Agreement of(List<Double> logs, Interval range) {
      long agreeing = logs.stream().filter(range::contains).count();
      return agreeing == logs.size() ? ALL : agreeing == 0 ? NONE : SOME;
    }
  }

  private static double epochs(TrainingCurve run, double accuracy) {
    var first = EpochMetrics.firstAt(run.epochs(), accuracy).stream().asDoubleStream();
    return first.findFirst().orElse(Double.POSITIVE_INFINITY);
  }

  /** Returns the table, without models that have no runs. */
  static List<Convergence> of(List<Series> models, Original original) {
    List<Convergence> cells = new ArrayList<>();
    for (String model : original.models()) {
      for (double threshold : new double[] {0.90, 0.95, 0.99, 0}) {
        Series.ofModel(models, model)
            .ifPresent(each -> cells.add(cell(model, threshold, original, each)));
      }
    }
    return cells;
  }

  private static Convergence cell(
      String model, double threshold, Original original, Series series) {
    boolean isEpoch = threshold > 0;
    String measure = isEpoch ? "epochs_to_" + Math.round(100 * threshold) : "final_test_accuracy";
    Interval said = original.says(model, measure).orElseThrow();
    ToDoubleFunction<TrainingCurve> value =
        isEpoch ? run -> epochs(run, threshold) : TrainingCurve::finalTestAccuracy;
    List<Double> logs = original.logs(model).stream().map(value::applyAsDouble).toList();
    var all = series.curves().stream().mapToDouble(value).summaryStatistics();
    Interval runs = new Interval(all.getMin(), all.getMax());
    return new Convergence(
        model,
        threshold,
        said,
        logs,
        runs,
        Agreement.of(logs, said),
        isEpoch && series.finalTestAccuracy().isEnough()
            ? Optional.of(Agreement.of(logs, runs))
            : Optional.empty());
  }
}
