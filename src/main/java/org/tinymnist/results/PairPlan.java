package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A preregistered comparison with PyTorch: the difference in a model's test accuracy over pairs of
 * runs with the same seed.
 *
 * @param model such as {@code model-1}
 * @param firstEpoch first epoch of the mean test accuracy
 * @param lastEpoch last epoch of the mean; the first one for the accuracy after one epoch
 * @param margin equivalence margin; empty if the difference is only estimated
 */
public record PairPlan(
    String model,
    int firstSeed,
    int lastSeed,
    int firstEpoch,
    int lastEpoch,
    OptionalDouble margin,
    String why) {

  private static final String FOLDER = "pytorch";
  private static final String RANGE = "([1-9]\\d{0,2})-([1-9]\\d{0,2})";
  private static final String MEASURE =
      "(?:test accuracy after epoch|mean test accuracy of epochs ([1-9]\\d{0,2}) to)"
          + " ([1-9]\\d{0,2})";

  private static final CsvFile<Row> FILE = new CsvFile<>("plan.csv", Row.class);

  private record Row(String model, String seeds, String measure, String margin, String why) {

    PairPlan plan() {
      Matcher range = match(RANGE, "seeds", seeds, "a range such as 1-10");
      Matcher epochs =
          match(
              MEASURE, "measure", measure, "\"test accuracy after epoch 20\" or \"mean test ...\"");
      match("(?:0\\.\\d+)?", "margin", margin, "a fraction such as 0.001, or nothing");
      int last = Integer.parseInt(epochs.group(2));
      return new PairPlan(
          model,
          Integer.parseInt(range.group(1)),
          Integer.parseInt(range.group(2)),
          epochs.group(1) == null ? last : Integer.parseInt(epochs.group(1)),
          last,
          margin.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(margin)),
          why);
    }

    private static Matcher match(String pattern, String column, String text, String expected) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      if (!matcher.matches()) {
        throw new InvalidResultException(
            FILE.name(), "%s: %s, expected %s".formatted(column, text, expected));
      }
      return matcher;
    }
  }

  /** Returns whether a results folder has a plan; only the project's reference has one. */
  public static boolean isIn(Path results) {
    return Files.exists(results.resolve(FOLDER).resolve(FILE.name()));
  }

  public static List<PairPlan> read(Path reference) throws IOException {
    return FILE.read(reference.resolve(FOLDER)).stream().map(Row::plan).toList();
  }

  public boolean includes(long seed) {
    return firstSeed <= seed && seed <= lastSeed;
  }

  public int pairs() {
    return lastSeed - firstSeed + 1;
  }
}
