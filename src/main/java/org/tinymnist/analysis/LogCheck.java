package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A log of the original compared with the runs here, by two measures.
 *
 * @param curve its training curve in the simultaneous band of the runs
 * @param expected the 95 % prediction interval of the final test accuracy
 * @param p the chance that one more run ends as far from the mean, corrected for all logs
 * @param below how many of the runs end below the log: its rank, which needs no distribution
 */
public record LogCheck(Band.Check curve, Interval expected, double p, long below) {

  /** Returns the checks of all models' logs, by the model; none of a model with too few runs. */
  static Map<String, List<LogCheck>> of(Models models, Original original) {
    Map<String, List<LogCheck>> checks = new TreeMap<>();
    for (String model : original.models()) {
      models
          .of(model)
          .filter(series -> Band.of(series.curves()).isPresent())
          .ifPresent(
              series ->
                  checks.put(
                      model, original.logs(model).stream().map(log -> of(log, series)).toList()));
    }
    List<Double> corrected =
        Holm.correct(checks.values().stream().flatMap(List::stream).map(LogCheck::p).toList());
    int next = 0;
    for (Map.Entry<String, List<LogCheck>> entry : checks.entrySet()) {
      List<LogCheck> all = new ArrayList<>();
      for (LogCheck check : entry.getValue()) {
        all.add(new LogCheck(check.curve, check.expected, corrected.get(next++), check.below));
      }
      entry.setValue(all);
    }
    return checks;
  }

  private static LogCheck of(TrainingCurve log, Series series) {
    Prediction prediction = series.prediction();
    double accuracy = log.finalTestAccuracy();
    return new LogCheck(
        Band.of(series.curves()).orElseThrow().check(log),
        prediction.interval(),
        prediction.p(accuracy),
        prediction.below(accuracy));
  }

  /** Returns whether the final test accuracy is what one more run can end at. */
  public boolean endsAsExpected() {
    return p >= Holm.LEVEL;
  }

  /** Returns whether neither measure tells the log from one more run. */
  public boolean fits() {
    return curve.isInside() && endsAsExpected();
  }
}
