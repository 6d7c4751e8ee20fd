package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A run's row in {@code study.csv}, for other programs. Accuracies are fractions; {@code
 * epochs_to_90} is the first epoch with 90 % test accuracy, empty if there is none.
 */
public record StudyRow(
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

  private static final CsvFile<StudyRow> FILE = new CsvFile<>("study.csv", StudyRow.class);

  public static void write(Path results, List<RunResult> runs) throws IOException {
    FILE.write(results, runs.stream().map(StudyRow::of).toList());
  }

  private static StudyRow of(RunResult run) {
    // The earliest of equally good epochs.
    EpochMetrics best =
        run.epochs().stream()
            .reduce((a, b) -> b.testAccuracy() > a.testAccuracy() ? b : a)
            .orElseThrow();
    return new StudyRow(
        run.name(),
        run.seed(),
        run.last().testAccuracy(),
        best.testAccuracy(),
        best.epoch(),
        EpochMetrics.firstAt(run.epochs(), 0.90),
        EpochMetrics.firstAt(run.epochs(), 0.95),
        EpochMetrics.firstAt(run.epochs(), 0.99),
        run.record().seconds(),
        run.record().hardware().processor());
  }
}
