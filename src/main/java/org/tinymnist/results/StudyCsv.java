package org.tinymnist.results;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.experiment.EpochMetrics;

/** {@code study.csv}: all runs of a folder for other programs to read, a row a run. */
public final class StudyCsv {

  private static final int MOST = 999_999_999;

  /**
   * A run in one row.
   *
   * @param experiment its experiment's name
   * @param seed its seed
   * @param finalTestAccuracy fraction, after the last epoch
   * @param bestTestAccuracy fraction, the highest of all epochs
   * @param bestEpoch the first epoch that has it
   * @param epochsTo90 the first epoch of 90 % test accuracy; empty if it never came
   * @param epochsTo95 likewise
   * @param epochsTo99 likewise
   * @param seconds time of all epochs
   * @param processor that the run was made on
   */
  public record Row(
      String experiment,
      long seed,
      double finalTestAccuracy,
      double bestTestAccuracy,
      int bestEpoch,
      OptionalInt epochsTo90,
      OptionalInt epochsTo95,
      OptionalInt epochsTo99,
      double seconds,
      String processor) {

    /** Returns the row of a run. */
    public static Row of(RunResult run) {
      EpochMetrics best =
          run.epochs().stream()
              .max(
                  Comparator.comparingDouble(EpochMetrics::testAccuracy)
                      .thenComparing(EpochMetrics::epoch, Comparator.reverseOrder()))
              .orElseThrow();
      return new Row(
          run.name(),
          run.seed(),
          run.last().testAccuracy(),
          best.testAccuracy(),
          best.epoch(),
          run.firstEpochAt(0.90),
          run.firstEpochAt(0.95),
          run.firstEpochAt(0.99),
          run.record().seconds(),
          run.record().hardware().processor());
    }
  }

  /** The file's form. */
  public static final CsvFile<Row> FILE =
      new CsvFile<>(
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
          row ->
              List.of(
                  row.experiment,
                  row.seed,
                  row.finalTestAccuracy,
                  row.bestTestAccuracy,
                  row.bestEpoch,
                  cell(row.epochsTo90),
                  cell(row.epochsTo95),
                  cell(row.epochsTo99),
                  row.seconds,
                  row.processor),
          row ->
              new Row(
                  row.get("experiment"),
                  Long.parseLong(row.get("seed")),
                  CsvFile.decimal(row, "final_test_accuracy", 0, 1),
                  CsvFile.decimal(row, "best_test_accuracy", 0, 1),
                  CsvFile.integer(row, "best_epoch", 1, MOST),
                  epoch(row, "epochs_to_90"),
                  epoch(row, "epochs_to_95"),
                  epoch(row, "epochs_to_99"),
                  CsvFile.decimal(row, "seconds", 0, Double.MAX_VALUE),
                  row.get("processor")));

  private StudyCsv() {}

  /** Returns the rows of a folder's runs. */
  public static List<Row> rows(Study study) {
    return study.runs().stream().map(Row::of).toList();
  }

  private static Object cell(OptionalInt epoch) {
    return epoch.isPresent() ? epoch.getAsInt() : "";
  }

  private static OptionalInt epoch(CSVRecord row, String column) {
    return row.get(column).isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(CsvFile.integer(row, column, 1, MOST));
  }
}
