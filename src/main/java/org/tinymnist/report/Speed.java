package org.tinymnist.report;

import static org.tinymnist.report.Format.NOTHING;
import static org.tinymnist.report.Markdown.code;
import static org.tinymnist.report.Markdown.escape;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.report.Markdown.Table;

/** How fast training is, here and in other systems: {@code bench.csv}, if it is there. */
public final class Speed {

  /** Name of the file that the speed is read from. */
  public static final String FILE = "bench.csv";

  /**
   * In the name of a way to train: less precise arithmetic, which no other system is compared with.
   */
  public static final String BFLOAT16 = "bfloat16";

  /** Name of a way to train: steps that belong to no run, with all that makes them fast. */
  public static final String STEPS = "steps alone";

  /** Beginning of the same without something, whose name follows. */
  public static final String STEPS_WITHOUT = STEPS + ", without ";

  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final String OURS = "Tiny MNIST";
  private static final List<String> COLUMNS =
      List.of(
          "system",
          "version",
          "variant",
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
          "latency_ms",
          "machine");

  private final List<Row> rows;
  private final String obstacle;

  /** One way to train; one that could not be measured has no measurement. */
  private record Row(
      String system, String version, String variant, String machine, Measured measured) {

    boolean isOfARun() {
      return !variant.startsWith(STEPS);
    }

    boolean isInFloat32() {
      return !variant.contains(BFLOAT16);
    }
  }

  private record Measured(
      double step,
      double effective,
      double imagesPerSecond,
      OptionalDouble peakMb,
      int runs,
      int threads,
      double low,
      double high,
      OptionalDouble epochSeconds,
      OptionalDouble evaluationSeconds,
      OptionalDouble firstStepSeconds,
      OptionalDouble latency) {

    boolean onOneCore() {
      return runs == 1 && threads == 1;
    }
  }

  private Speed(List<Row> rows, String obstacle) {
    this.rows = List.copyOf(rows);
    this.obstacle = obstacle;
  }

  /** Reads the file of a results folder; one that is broken gives no rows, and says why. */
  public static Speed read(Path results) {
    StrictCsv<Row> csv = StrictCsv.read(results, FILE, COLUMNS, Speed::row);
    return new Speed(csv.rows(), csv.obstacle());
  }

  private static Row row(CSVRecord record) {
    Measured measured =
        record.get("ms_per_step").isEmpty()
            ? null
            : new Measured(
                number(record, "ms_per_step"),
                number(record, "effective_ms_per_step"),
                number(record, "images_per_second"),
                optional(record, "peak_mb"),
                Integer.parseInt(record.get("runs")),
                Integer.parseInt(record.get("threads")),
                number(record, "effective_ms_low"),
                number(record, "effective_ms_high"),
                optional(record, "seconds_per_epoch"),
                optional(record, "evaluation_seconds"),
                optional(record, "first_step_seconds"),
                optional(record, "latency_ms"));
    return new Row(
        record.get("system"),
        record.get("version"),
        record.get("variant"),
        record.get("machine"),
        measured);
  }

  private static OptionalDouble optional(CSVRecord record, String column) {
    return record.get(column).isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(record, column));
  }

  private static double number(CSVRecord record, String column) {
    double value = Double.parseDouble(record.get(column));
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: %s, expected a number above 0".formatted(column, record.get(column)));
    }
    return value;
  }

  /** Returns a section in Markdown, or nothing if there is no file. */
  public String write() {
    if (rows.isEmpty()) {
      return obstacle.isEmpty() ? "" : "## Speed\n\nLeft out: " + obstacle + "\n";
    }
    return """
        ## Speed

        Model 1 is trained in batches of 128 images, with the data in memory. Milliseconds are \
        medians, with the quartiles in brackets; *effective* is the time in which the machine gets a \
        step done, whichever run it belongs to. Memory is the most that was resident.

        %s
        %s
        %s
        %sMeasured in turns, on %s, with %s.
        """
        .formatted(
            systems(),
            summary().stream().map(line -> "* " + line + "\n").collect(Collectors.joining()),
            ours(),
            speedups(),
            distinct(Row::machine),
            distinct(row -> row.system() + " " + row.version()));
  }

  private String systems() {
    Table table =
        new Table()
            .left("System", "Way")
            .right("Step of a run", "Effective step", "Images a second", "Memory");
    for (Row row : rows.stream().filter(Row::isOfARun).toList()) {
      String system = escape(row.system());
      Measured m = row.measured();
      if (m == null) {
        String why = row.variant().isEmpty() ? row.version() : row.variant() + ": " + row.version();
        table.row(system, escape(why), NOTHING, NOTHING, NOTHING, NOTHING);
      } else {
        table.row(
            system,
            escape(row.variant()),
            digits(m.step()) + " ms",
            "%s ms (%s to %s)".formatted(digits(m.effective()), digits(m.low()), digits(m.high())),
            Format.count(Math.round(m.imagesPerSecond())),
            with("MB", m.peakMb()));
      }
    }
    return table.toString();
  }

  /** What the rows come to: a line each. */
  private List<String> summary() {
    List<String> lines = new ArrayList<>();
    Optional<Row> one = fastest(OURS, Measured::onOneCore);
    Optional<Row> all = fastest(OURS, m -> true);
    one.ifPresent(row -> lines.add(compare("One run on one core", row, Measured::onOneCore)));
    all.ifPresent(row -> lines.add(compare("All cores", row, m -> true)));
    if (one.isPresent() && all.isPresent() && !one.equals(all)) {
      lines.add(
          "%s do %s times the work of one run in the same time."
              .formatted(
                  escape(all.get().variant()), ratio(one.get().measured(), all.get().measured())));
    }
    return lines;
  }

  /** Sets our fastest way beside every other system's. */
  private String compare(String title, Row ours, Predicate<Measured> eligible) {
    return "%s: %s ms a step.".formatted(title, digits(ours.measured().effective()))
        + measured()
            .map(Row::system)
            .distinct()
            .filter(system -> !system.equals(OURS))
            .flatMap(system -> fastest(system, eligible).stream())
            .map(
                row ->
                    " %s at its best (%s): %s ms, **%s times** as long."
                        .formatted(
                            escape(row.system()),
                            escape(row.variant()),
                            digits(row.measured().effective()),
                            ratio(row.measured(), ours.measured())))
            .collect(Collectors.joining());
  }

  private Optional<Row> fastest(String system, Predicate<Measured> eligible) {
    return measured()
        .filter(row -> row.system().equals(system) && row.isOfARun() && row.isInFloat32())
        .filter(row -> eligible.test(row.measured()))
        .min(Comparator.comparingDouble(row -> row.measured().effective()));
  }

  private static String ratio(Measured longer, Measured shorter) {
    return String.format(Locale.ROOT, "%.2f", longer.effective() / shorter.effective());
  }

  private String ours() {
    Table table =
        new Table()
            .left("")
            .right("An epoch", "Evaluation in it", "Command to first step", "One image classified");
    measured()
        .filter(row -> row.system().equals(OURS) && row.isOfARun())
        .forEach(
            row ->
                table.row(
                    escape(row.variant()),
                    with("s", row.measured().epochSeconds()),
                    with("s", row.measured().evaluationSeconds()),
                    with("s", row.measured().firstStepSeconds()),
                    with("ms", row.measured().latency())));
    return table.toString();
  }

  /** What each thing that makes a step fast is worth. */
  private String speedups() {
    Optional<Row> all = measured().filter(row -> row.variant().equals(STEPS)).findFirst();
    if (all.isEmpty()) {
      return "";
    }
    Table table = new Table().left("Without").right("A step", "Times as long");
    table.row("nothing", digits(all.get().measured().step()) + " ms", "1.00");
    measured()
        .filter(row -> row.variant().startsWith(STEPS_WITHOUT))
        .forEach(
            row ->
                table.row(
                    code(row.variant().substring(STEPS_WITHOUT.length())),
                    digits(row.measured().step()) + " ms",
                    ratio(row.measured(), all.get().measured())));
    return """
        What makes a step fast, each left out in turn:

        %s
        """
        .formatted(table);
  }

  private String distinct(Function<Row, String> value) {
    return measured().map(value).distinct().map(Markdown::escape).collect(Collectors.joining("; "));
  }

  private Stream<Row> measured() {
    return rows.stream().filter(row -> row.measured() != null);
  }

  private static String with(String unit, OptionalDouble value) {
    return value.isPresent() ? digits(value.getAsDouble()) + " " + unit : NOTHING;
  }

  /** Three significant digits, zeros included. */
  private static String digits(double value) {
    BigDecimal rounded = new BigDecimal(value, THREE_DIGITS);
    int whole = rounded.precision() - rounded.scale();
    return rounded.setScale(Math.max(0, THREE_DIGITS.getPrecision() - whole)).toPlainString();
  }
}
