package org.tinymnist.report;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.report.Markdown.Table;

/** What was done to the program, and how it took it: {@code faults.csv}, if it is there. */
final class Faults {
  private static final String FILE = "faults.csv";
  private static final List<String> COLUMNS = List.of("fault", "tries", "outcome");
  private static final String HELD = "held";

  private final List<Row> rows;
  private final String obstacle;

  /** A fault; one that could not be caused on the machine was tried 0 times, and says why. */
  private record Row(String fault, int tries, String outcome) {

    boolean held() {
      return outcome.equals(HELD);
    }
  }

  private Faults(List<Row> rows, String obstacle) {
    this.rows = rows;
    this.obstacle = obstacle;
  }

  /** Reads the file; one that is broken gives no rows, and says why. */
  static Faults read(Path results) {
    StrictCsv<Row> csv =
        StrictCsv.read(
            results,
            FILE,
            COLUMNS,
            record -> new Row(record.get(0), Integer.parseInt(record.get(1)), record.get(2)));
    return new Faults(csv.rows(), csv.obstacle());
  }

  /** Returns a section, or nothing if there is no file. */
  String write() {
    if (rows.isEmpty()) {
      return obstacle.isEmpty() ? "" : "## Faults\n\nLeft out: " + obstacle + "\n";
    }
    Table table = new Table().left("Fault").right("Times tried").left("Outcome");
    for (Row row : rows) {
      table.row(
          Markdown.escape(row.fault()), Format.count(row.tries()), Markdown.escape(row.outcome()));
    }
    long held = rows.stream().filter(Row::held).count();
    return """
        ## Faults

        `make test-faults` causes each of these in a process of its own. To hold is to end in one line \
        that says what is wrong, to lose nothing that is finished, and to come to the same bytes once \
        the fault is gone. %s of %s held.

        %s"""
        .formatted(Format.count(held), Format.count(rows.size(), "fault"), table);
  }
}
