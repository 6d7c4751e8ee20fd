package org.tinymnist.results;

import java.util.List;

/** {@code metrics.csv}: one row an epoch, the first epoch first. */
public final class MetricsCsv {

  /** Larger losses are no cross-entropies of ten classes in float32. */
  private static final double MAX_LOSS = 1e6;

  /** The file's form. */
  public static final CsvFile<EpochMetrics> FILE =
      new CsvFile<>(
          "metrics.csv",
          List.of(
              "epoch",
              "learning_rate",
              "momentum",
              "train_loss",
              "train_accuracy",
              "test_loss",
              "test_accuracy"),
          m ->
              List.of(
                  m.epoch(),
                  m.learningRate(),
                  m.momentum(),
                  m.trainLoss(),
                  m.trainAccuracy(),
                  m.testLoss(),
                  m.testAccuracy()),
          row ->
              new EpochMetrics(
                  // Rows are numbered from 1.
                  CsvFile.integer(
                      row, "epoch", (int) row.getRecordNumber(), (int) row.getRecordNumber()),
                  CsvFile.decimal(row, "learning_rate", 0, 100),
                  CsvFile.decimal(row, "momentum", 0, 1),
                  CsvFile.decimal(row, "train_loss", 0, MAX_LOSS),
                  CsvFile.decimal(row, "train_accuracy", 0, 1),
                  CsvFile.decimal(row, "test_loss", 0, MAX_LOSS),
                  CsvFile.decimal(row, "test_accuracy", 0, 1)));

  private MetricsCsv() {}
}
