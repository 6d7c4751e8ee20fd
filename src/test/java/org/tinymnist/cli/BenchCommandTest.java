package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Processes that really train, on a few images. */
@Order(3)
class BenchCommandTest {

  @TempDir Path folder;

  private record Ended(int exit, String out, String err) {}

  @Test
  void measuresEachNumberOfRunsAndAugmentation() throws IOException {
    // 16 steps of 128 images: the fewest that can be measured.
    Path data = SmallMnist.write(folder.resolve("part"), 16 * 128, 200);
    Path results = folder.resolve("results");
    Ended bench =
        execute("bench", "--rounds", "1", "--data", data.toString(), "--out", results.toString());
    assertThat(bench.err()).isEmpty();
    assertThat(bench.exit()).isZero();
    assertThat(bench.out())
        .contains("Tiny MNIST, 1 run, augmentation: ")
        .contains("| System | Way |");
    List<CSVRecord> rows = csv(results.resolve("bench.csv"));
    assertThat(rows)
        .extracting(row -> row.get("variant"))
        .contains("1 run", "1 run, augmentation", "2 runs at once", "4 runs at once")
        .contains("steps alone", "steps alone, without late-relu");
    for (CSVRecord row : rows) {
      double step = Double.parseDouble(row.get("ms_per_step"));
      double effective = Double.parseDouble(row.get("effective_ms_per_step"));
      int runs = Integer.parseInt(row.get("runs"));
      assertThat(effective * runs).isCloseTo(step, within(step));
      assertThat(Double.parseDouble(row.get("images_per_second")) * effective / 1000)
          .isCloseTo(128, within(128));
      if (row.get("variant").startsWith("steps alone")) {
        continue;
      }
      double evaluation = Double.parseDouble(row.get("evaluation_seconds"));
      double epoch = 16 * step / 1000 + evaluation;
      assertThat(Double.parseDouble(row.get("seconds_per_epoch"))).isCloseTo(epoch, within(epoch));
      assertThat(row.toMap().values()).allMatch(cell -> !cell.isEmpty());
    }
  }

  @Test
  void refusesRoundsAndDataThatCannotBeMeasured() throws IOException {
    Ended none = execute("bench", "--rounds", "0", "--out", folder.toString());
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).startsWith("tiny-mnist: --rounds: 0, expected 1 to 100");

    Ended other = execute("bench", "--peers", "--data", folder.toString());
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).startsWith("tiny-mnist: --data: expected none with --peers");

    Ended unfair = execute("bench", "--peers", "--gpu", "on");
    assertThat(unfair.exit()).isEqualTo(2);
    assertThat(unfair.err()).startsWith("tiny-mnist: --gpu: on, expected off with --peers");

    Path data = SmallMnist.write(folder.resolve("part"), 15 * 128, 20);
    Ended few =
        execute("bench", "--rounds", "1", "--data", data.toString(), "--out", folder.toString());
    assertThat(few.exit()).isEqualTo(1);
    assertThat(few.err())
        .isEqualToIgnoringNewLines(
            "tiny-mnist: Tiny MNIST, 1 run: tiny-mnist: 15 steps an epoch, expected 16 or more to measure");
    assertThat(folder.resolve("bench.csv")).doesNotExist();
  }

  /** Figures have four digits. */
  private static Offset<Double> within(double value) {
    return Offset.offset(2e-3 * value);
  }

  private static List<CSVRecord> csv(Path file) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      return parser.getRecords();
    }
  }

  private static Ended execute(String... arguments) {
    CommandLine line = Main.commandLine();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new Ended(line.execute(arguments), out.toString(), err.toString());
  }
}
