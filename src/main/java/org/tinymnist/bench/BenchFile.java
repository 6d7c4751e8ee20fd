package org.tinymnist.bench;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.tinymnist.bench.Row.Measurement;
import org.tinymnist.data.AtomicFile;

/** The CSV file of all rows, each with the machine that it was measured on. */
public final class BenchFile {

  private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private static final List<String> MEASURED =
      List.of(
          "ms_per_step",
          "effective_ms_per_step",
          "images_per_second",
          "peak_mb",
          "runs",
          "threads",
          "effective_ms_low",
          "effective_ms_high",
          "seconds_per_epoch",
          "evaluation_seconds",
          "first_step_seconds",
          "latency_ms");

  private BenchFile() {}

  /**
   * Writes a file, whole or not at all; what was not measured is empty.
   *
   * @param batch images in a step
   * @param steps in an epoch
   * @param machine for people
   */
  public static void write(Path file, List<Row> rows, int batch, int steps, String machine)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter csv = new CSVPrinter(text, CSV)) {
      List<String> header = new ArrayList<>(List.of("system", "version", "variant"));
      header.addAll(MEASURED);
      header.add("machine");
      csv.printRecord(header);
      for (Row row : rows) {
        List<String> cells = new ArrayList<>(List.of(row.system(), row.version(), row.variant()));
        cells.addAll(
            row.measurement()
                .map(m -> cells(m, batch, steps))
                .orElse(Collections.nCopies(MEASURED.size(), "")));
        cells.add(machine);
        csv.printRecord(cells);
      }
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> cells(Measurement m, int batch, int steps) {
    Quartiles effective = m.effectiveStep();
    OptionalDouble evaluation = m.evaluationSeconds();
    return List.of(
        digits(m.step().median()),
        digits(effective.median()),
        digits(1000 * batch / effective.median()),
        digits(m.peakMb()),
        Integer.toString(m.runs()),
        Integer.toString(m.threads()),
        digits(effective.low()),
        digits(effective.high()),
        evaluation.isPresent()
            ? digits(steps * m.step().median() / 1000 + evaluation.getAsDouble())
            : "",
        digits(evaluation),
        digits(m.firstStepSeconds()),
        digits(m.latencyMs()));
  }

  private static String digits(OptionalDouble value) {
    return value.isPresent() ? digits(value.getAsDouble()) : "";
  }

  private static String digits(double value) {
    return new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
  }
}
