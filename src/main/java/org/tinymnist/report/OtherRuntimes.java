package org.tinymnist.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.report.Markdown.Table;

/** How the exported models did in other runtimes: {@code interop.csv}, if it is there. */
final class OtherRuntimes {
  private static final String FILE = "interop.csv";
  private static final List<String> COLUMNS =
      List.of(
          "runtime",
          "version",
          "model",
          "max_probability_difference",
          "class_differences",
          "test_accuracy",
          "milliseconds_per_image",
          "bytes");

  private final List<Row> rows;
  private final String obstacle;

  /** One model in one runtime; a runtime that could not be installed has no measurement. */
  private record Row(String runtime, String version, String model, Measured measured) {}

  private record Measured(
      double difference, int classes, double accuracy, double milliseconds, long bytes) {}

  private OtherRuntimes(List<Row> rows, String obstacle) {
    this.rows = rows;
    this.obstacle = obstacle;
  }

  /** Reads the file; one that is broken gives no rows, and says why. */
  static OtherRuntimes read(Path results) {
    StrictCsv<Row> csv = StrictCsv.read(results, FILE, COLUMNS, OtherRuntimes::row);
    return new OtherRuntimes(csv.rows(), csv.obstacle());
  }

  private static Row row(CSVRecord record) {
    Measured measured =
        record.get(3).isEmpty()
            ? null
            : new Measured(
                Double.parseDouble(record.get(3)),
                Integer.parseInt(record.get(4)),
                Double.parseDouble(record.get(5)),
                Double.parseDouble(record.get(6)),
                Long.parseLong(record.get(7)));
    return new Row(record.get(0), record.get(1), record.get(2), measured);
  }

  /** Returns a section, or nothing if there is no file. */
  String write() {
    if (rows.isEmpty()) {
      return obstacle.isEmpty() ? "" : "## In other runtimes\n\nLeft out: " + obstacle + "\n";
    }
    Table table =
        new Table()
            .left("Runtime", "Version")
            .right("Models", "Largest difference of a probability", "Images classified otherwise")
            .right("Accuracy", "Milliseconds an image", "Size");
    Map<String, List<Row>> byRuntime = new LinkedHashMap<>();
    rows.forEach(
        row ->
            byRuntime
                .computeIfAbsent(row.runtime() + "\n" + row.version(), key -> new ArrayList<>())
                .add(row));
    byRuntime.values().forEach(runtime -> addRow(table, runtime));
    return """
        ## In other runtimes

        Every exported model on all test images, compared with the session of TensorFlow Java that it \
        was exported from: the largest of all differences, the sum of all images that change their \
        class, the accuracy of each model, and the size of the largest, as files of this runtime.

        %s"""
        .formatted(table);
  }

  private static void addRow(Table table, List<Row> runtime) {
    Row first = runtime.get(0);
    List<Measured> measured = runtime.stream().map(Row::measured).filter(m -> m != null).toList();
    String name = Markdown.escape(first.runtime());
    String version = Markdown.escape(first.version());
    if (measured.isEmpty()) {
      table.row(
          name,
          version,
          "0",
          Format.NOTHING,
          Format.NOTHING,
          Format.NOTHING,
          Format.NOTHING,
          Format.NOTHING);
      return;
    }
    double difference = measured.stream().mapToDouble(Measured::difference).max().orElseThrow();
    int classes = measured.stream().mapToInt(Measured::classes).sum();
    double milliseconds =
        measured.stream().mapToDouble(Measured::milliseconds).average().orElseThrow();
    long bytes = measured.stream().mapToLong(Measured::bytes).max().orElseThrow();
    table.row(
        name,
        version,
        String.valueOf(measured.size()),
        difference == 0 ? "0" : String.format(Locale.ROOT, "%.1e", difference),
        String.valueOf(classes),
        String.join(", ", measured.stream().map(m -> Format.percent(m.accuracy())).toList()),
        String.format(Locale.ROOT, "%.3f", milliseconds),
        Format.kilobytes(bytes));
  }
}
