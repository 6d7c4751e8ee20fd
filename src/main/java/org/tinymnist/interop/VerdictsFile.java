package org.tinymnist.interop;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.tinymnist.data.AtomicFile;

/** The CSV file of all verdicts. */
public final class VerdictsFile {

  private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private VerdictsFile() {}

  /** Writes a file, whole or not at all; what was not measured is empty. */
  public static void write(Path file, List<Verdict> verdicts) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, CSV)) {
      csv.printRecord(
          "runtime",
          "version",
          "model",
          "max_probability_difference",
          "class_differences",
          "test_accuracy",
          "milliseconds_per_image",
          "bytes");
      for (Verdict v : verdicts) {
        csv.print(v.runtime());
        csv.print(v.version());
        csv.print(v.model());
        csv.print(v.measurement().map(m -> digits(m.maxProbabilityDifference())).orElse(""));
        csv.print(v.measurement().map(m -> "" + m.classDifferences()).orElse(""));
        csv.print(v.measurement().map(m -> "" + m.accuracy()).orElse(""));
        csv.print(v.measurement().map(m -> digits(m.millisecondsPerImage())).orElse(""));
        csv.print(v.measurement().map(m -> "" + m.bytes()).orElse(""));
        csv.println();
      }
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String digits(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
  }
}
