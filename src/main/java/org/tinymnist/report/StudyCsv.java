package org.tinymnist.report;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** All the runs in one table, {@code study.csv}: a row a run, for other programs to read. */
final class StudyCsv {
  static final String FILE = "study.csv";

  private StudyCsv() {}

  /** Returns the table; epochs that never came are empty. */
  static String of(Results results) throws IOException {
    StringWriter text = new StringWriter();
    CSVFormat format = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    try (CSVPrinter csv = new CSVPrinter(text, format)) {
      csv.printRecord(
          "experiment",
          "seed",
          "final_test_accuracy",
          "best_test_accuracy",
          "epochs_to_90",
          "epochs_to_95",
          "epochs_to_99",
          "seconds");
      for (Iterator<RunResult> runs = results.runs().iterator(); runs.hasNext(); ) {
        RunResult run = runs.next();
        csv.printRecord(
            run.name(),
            run.seed(),
            run.json().finalTestAccuracy(),
            run.json().bestTestAccuracy(),
            epoch(run.firstEpochAt(0.90)),
            epoch(run.firstEpochAt(0.95)),
            epoch(run.firstEpochAt(0.99)),
            BigDecimal.valueOf(run.json().seconds()).setScale(3, RoundingMode.HALF_UP));
      }
    }
    return text.toString();
  }

  private static String epoch(OptionalInt epoch) {
    return epoch.isPresent() ? Integer.toString(epoch.getAsInt()) : "";
  }
}
