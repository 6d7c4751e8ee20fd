package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A cell of the note's table of convergence: what it says, what the original's logs show, and what
 * the runs here do.
 *
 * @param model such as {@code model-1}
 * @param threshold the test accuracy whose first epoch it is; 0 for the final test accuracy
 * @param said what the note says; infinite for never
 * @param logs what each log shows
 * @param runs the range of the runs here
 * @param saidOfLogs whether what is said is true of what was run
 * @param logsOfRuns whether what was run is what comes out here
 */
public record Convergence(
    String model,
    double threshold,
    Interval said,
    List<Double> logs,
    Interval runs,
    Verdict saidOfLogs,
    Verdict logsOfRuns) {

  /** Returns the table for the models that there are runs of. */
  static List<Convergence> of(Models models, Original original) {
    List<Convergence> cells = new ArrayList<>();
    for (String model : original.models()) {
      for (double threshold : new double[] {0.90, 0.95, 0.99, 0}) {
        models.of(model).ifPresent(each -> cells.add(cell(model, threshold, original, each)));
      }
    }
    return cells;
  }

  private static Convergence cell(
      String model, double threshold, Original original, Series series) {
    boolean isEpoch = threshold > 0;
    String measure = isEpoch ? "epochs_to_" + Math.round(100 * threshold) : "final_test_accuracy";
    Interval said = original.says(model, measure).orElseThrow();
    ToDoubleFunction<TrainingCurve> figure =
        isEpoch ? run -> run.firstEpochAt(threshold) : TrainingCurve::finalTestAccuracy;
    List<Double> logs = original.logs(model).stream().map(figure::applyAsDouble).toList();
    Interval runs = range(series.courses(), figure);
    Sample last = series.finalTestAccuracy();
    // A further run may end a little beyond those that are there.
    Interval expected = isEpoch || !last.isEnough() ? runs : last.ofOneMore();
    return new Convergence(
        model,
        threshold,
        said,
        logs,
        runs,
        Verdict.ofCount(logs.stream().filter(said::contains).count(), logs.size()),
        last.isEnough()
            ? Verdict.ofCount(logs.stream().filter(expected::contains).count(), logs.size())
            : Verdict.NEEDS_SEEDS);
  }

  private static Interval range(
      List<TrainingCurve> courses, ToDoubleFunction<TrainingCurve> figure) {
    var values = courses.stream().mapToDouble(figure).summaryStatistics();
    return new Interval(values.getMin(), values.getMax());
  }

  /** Returns from the first to the last epoch in which runs reach a test accuracy. */
  static Interval epochsTo(double threshold, List<TrainingCurve> courses) {
    return range(courses, run -> run.firstEpochAt(threshold));
  }
}
