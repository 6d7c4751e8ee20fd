package org.tinymnist.analysis;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.results.CsvFile;
import org.tinymnist.results.EpochMetrics;

/**
 * The original: what the note says, and the logs of what was run. The two are kept apart, because
 * they differ.
 */
public final class Original {

  /** The length of every run of the original. */
  public static final int EPOCHS = 20;

  private static final int TRAIN_IMAGES = 60_000;
  private static final int TEST_IMAGES = 10_000;
  private static final int MAX_LOSS = 100;

  private record Row(String model, String run, EpochMetrics epoch) {}

  private record Statement(String model, String measure, Interval value) {}

  private static final CsvFile<Row> LOGS =
      CsvFile.readOnly(
          "runs.csv",
          List.of(
              "model",
              "run",
              "epoch",
              "train_correct_of_60000",
              "train_loss",
              "test_correct_of_10000",
              "test_loss"),
          Original::row);

  private static final CsvFile<Statement> NOTE =
      CsvFile.readOnly(
          "note.csv",
          List.of("model", "measure", "low", "high"),
          row ->
              new Statement(
                  row.get("model"),
                  row.get("measure"),
                  new Interval(value(row.get("low")), value(row.get("high")))));

  private final Map<String, List<TrainingCurve>> logs;
  private final List<Statement> note;

  private Original(Map<String, List<TrainingCurve>> logs, List<Statement> note) {
    this.logs = logs;
    this.note = note;
  }

  /** Returns the original, from the class path. */
  public static Original load() {
    Map<String, List<TrainingCurve>> logs = new LinkedHashMap<>();
    List<EpochMetrics> epochs = new ArrayList<>();
    for (Row row : read(LOGS)) {
      epochs.add(row.epoch());
      if (row.epoch().epoch() == EPOCHS) {
        logs.computeIfAbsent(row.model(), model -> new ArrayList<>())
            .add(new TrainingCurve(row.run(), epochs));
        epochs.clear();
      }
    }
    return new Original(logs, read(NOTE));
  }

  private static <T> List<T> read(CsvFile<T> file) {
    try (InputStream in = Original.class.getResourceAsStream("/original/" + file.name());
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return file.parse(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The logs do not print learning rate and momentum. */
  private static Row row(CSVRecord row) {
    return new Row(
        row.get("model"),
        row.get("run"),
        new EpochMetrics(
            CsvFile.integer(row, "epoch", 1, EPOCHS),
            Double.NaN,
            Double.NaN,
            CsvFile.decimal(row, "train_loss", 0, MAX_LOSS),
            CsvFile.integer(row, "train_correct_of_60000", 0, TRAIN_IMAGES) / (double) TRAIN_IMAGES,
            CsvFile.decimal(row, "test_loss", 0, MAX_LOSS),
            CsvFile.integer(row, "test_correct_of_10000", 0, TEST_IMAGES) / (double) TEST_IMAGES));
  }

  private static double value(String cell) {
    return cell.equals("never") ? Double.POSITIVE_INFINITY : Double.parseDouble(cell);
  }

  /** Returns the models that there are logs of, Model 1 first. */
  public List<String> models() {
    return List.copyOf(logs.keySet());
  }

  /** Returns the logs of a model; none for one that there are none of. */
  public List<TrainingCurve> logs(String model) {
    return logs.getOrDefault(model, List.of());
  }

  /**
   * Returns what is said of a model, or of a further recipe of the original's repository.
   *
   * @return a range, of one value mostly; infinite for what never happens
   */
  public Optional<Interval> says(String model, String measure) {
    return note.stream()
        .filter(each -> each.model().equals(model) && each.measure().equals(measure))
        .map(Statement::value)
        .findFirst();
  }
}
