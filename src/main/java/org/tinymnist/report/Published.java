package org.tinymnist.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The figures of the published note, from the tables in {@code /published}.
 *
 * @param epochs what the note gives for every epoch, by model; models without such a table are not
 *     in it
 * @param measures single figures, by model and measure
 */
record Published(Map<String, List<Epoch>> epochs, Map<String, Map<String, Span>> measures) {

  /** The note's models. */
  static final Set<String> MODELS =
      Collections.unmodifiableSet(new TreeSet<>(Set.of("model-1", "model-2", "model-3")));

  /** The epochs for which the note trained each model. */
  static final int EPOCHS = 20;

  static final String FINAL_TEST_ACCURACY = "final_test_accuracy";

  private static final String NEVER = "never";

  /** A row of a model's table; the note gives losses for one model only. */
  record Epoch(
      int number,
      double trainAccuracy,
      double testAccuracy,
      OptionalDouble trainLoss,
      OptionalDouble testLoss) {}

  /**
   * A figure, or the two ends between which the note places it.
   *
   * @param low the lower end; infinite for an epoch that never came
   * @param high the upper end, the same as {@code low} for a single figure
   */
  record Span(double low, double high) {
    boolean isRange() {
      return low != high;
    }
  }

  /** Reads the tables from the class path. */
  static Published load() {
    Map<String, List<Epoch>> epochs = new TreeMap<>();
    for (String model : List.of("model-1", "model-3")) {
      epochs.put(model, read(model).stream().map(Published::epoch).toList());
    }
    Map<String, Map<String, Span>> measures = new TreeMap<>();
    for (CSVRecord row : read("convergence")) {
      measures
          .computeIfAbsent(row.get("model"), model -> new TreeMap<>())
          .put(row.get("measure"), new Span(number(row.get("low")), number(row.get("high"))));
    }
    return new Published(epochs, measures);
  }

  /** Returns the model's table, empty where the note has none. */
  List<Epoch> table(String model) {
    return epochs.getOrDefault(model, List.of());
  }

  /** Returns the epochs that the note needs to this percentage of test accuracy. */
  Span epochsTo(String model, int percent) {
    return measures.get(model).get("epochs_to_" + percent);
  }

  /** Returns the test accuracy after the last epoch. */
  Span finalTestAccuracy(String model) {
    return measures.get(model).get(FINAL_TEST_ACCURACY);
  }

  /** Returns the note's name of a model: {@code Model 1} for {@code model-1}. */
  static String title(String model) {
    return "Model " + model.substring("model-".length());
  }

  private static Epoch epoch(CSVRecord row) {
    return new Epoch(
        Integer.parseInt(row.get("epoch")),
        number(row.get("train_accuracy")),
        number(row.get("test_accuracy")),
        loss(row, "train_loss"),
        loss(row, "test_loss"));
  }

  private static OptionalDouble loss(CSVRecord row, String column) {
    return row.isMapped(column)
        ? OptionalDouble.of(number(row.get(column)))
        : OptionalDouble.empty();
  }

  private static double number(String text) {
    return text.equals(NEVER) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static List<CSVRecord> read(String table) {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    String name = "/published/" + table + ".csv";
    try (InputStream in = Published.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + ": not on the class path");
      }
      return new ArrayList<>(
          format.parse(new InputStreamReader(in, StandardCharsets.UTF_8)).getRecords());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
