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
import org.tinymnist.results.CsvFile;
import org.tinymnist.results.EpochMetrics;

/** The note's statements, and the logs of its runs: the two differ. */
public record Original(Map<String, List<TrainingCurve>> logs, List<Statement> note) {

  /** The length of every run of the original. */
  public static final int EPOCHS = 20;

  /** A row of {@code runs.csv}. */
  private record Row(
      String model,
      String run,
      int epoch,
      int trainCorrectOf60000,
      double trainLoss,
      int testCorrectOf10000,
      double testLoss) {

    /** The logs do not print learning rate and momentum. */
    EpochMetrics metrics() {
      return new EpochMetrics(
          epoch,
          Double.NaN,
          Double.NaN,
          trainLoss,
          trainCorrectOf60000 / 60_000.0,
          testLoss,
          testCorrectOf10000 / 10_000.0);
    }
  }

  /** A row of {@code note.csv}. */
  record Statement(String model, String measure, String low, String high) {

    Interval value() {
      return new Interval(number(low), number(high));
    }

    private static double number(String cell) {
      return cell.equals("never") ? Double.POSITIVE_INFINITY : Double.parseDouble(cell);
    }
  }

  public static Original load() {
    Map<String, List<TrainingCurve>> logs = new LinkedHashMap<>();
    List<EpochMetrics> epochs = new ArrayList<>();
    for (Row row : read(new CsvFile<>("runs.csv", Row.class))) {
      epochs.add(row.metrics());
      if (row.epoch() == EPOCHS) {
        logs.computeIfAbsent(row.model(), model -> new ArrayList<>())
            .add(new TrainingCurve(row.run(), epochs));
        epochs.clear();
      }
    }
    return new Original(logs, read(new CsvFile<>("note.csv", Statement.class)));
  }

  private static <T extends Record> List<T> read(CsvFile<T> file) {
    try (InputStream in = Original.class.getResourceAsStream("/original/" + file.name());
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return file.parse(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the models that have logs, Model 1 first. */
  public List<String> models() {
    return List.copyOf(logs.keySet());
  }

  public List<TrainingCurve> logs(String model) {
    return logs.getOrDefault(model, List.of());
  }

  /** Returns the note's statement on a model or a further recipe; infinite for never. */
  public Optional<Interval> says(String model, String measure) {
    return note.stream()
        .filter(each -> each.model().equals(model) && each.measure().equals(measure))
        .map(Statement::value)
        .findFirst();
  }
}
