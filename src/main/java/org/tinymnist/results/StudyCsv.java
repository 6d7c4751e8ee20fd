package org.tinymnist.results;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** {@code study.csv}: all runs of a folder for other programs to read, a row a run. */
public final class StudyCsv {

  /**
   * The file's form. Accuracies are fractions; {@code epochs_to_90} is the first epoch of 90 % test
   * accuracy, and empty if it never came.
   */
  public static final CsvFile<RunResult> FILE =
      CsvFile.writeOnly(
          "study.csv",
          List.of(
              "experiment",
              "seed",
              "final_test_accuracy",
              "best_test_accuracy",
              "best_epoch",
              "epochs_to_90",
              "epochs_to_95",
              "epochs_to_99",
              "seconds",
              "processor"),
          run ->
              List.of(
                  run.name(),
                  run.seed(),
                  run.last().testAccuracy(),
                  best(run).testAccuracy(),
                  best(run).epoch(),
                  cell(run.firstEpochAt(0.90)),
                  cell(run.firstEpochAt(0.95)),
                  cell(run.firstEpochAt(0.99)),
                  run.record().seconds(),
                  run.record().hardware().processor()));

  private StudyCsv() {}

  /** Returns the epoch of the highest test accuracy, the first of equals. */
  private static EpochMetrics best(RunResult run) {
    return run.epochs().stream()
        .max(
            Comparator.comparingDouble(EpochMetrics::testAccuracy)
                .thenComparing(EpochMetrics::epoch, Comparator.reverseOrder()))
        .orElseThrow();
  }

  private static Object cell(OptionalInt epoch) {
    return epoch.isPresent() ? epoch.getAsInt() : "";
  }
}
