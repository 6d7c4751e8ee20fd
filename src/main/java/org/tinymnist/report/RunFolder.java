package org.tinymnist.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.report.RunResult.Bin;
import org.tinymnist.report.RunResult.Epoch;
import org.tinymnist.report.RunResult.Misclassified;

/**
 * Reads a run's folder, {@code <experiment>/seed-<n>}, and believes nothing: what does not fit the
 * format, its neighbours or itself is refused.
 */
final class RunFolder {
  private static final String METRICS = "metrics.csv";
  private static final String ERRORS = "errors.csv";
  private static final String CALIBRATION = "calibration.csv";
  private static final String RUN = "run.json";

  private static final List<String> METRICS_HEADER =
      List.of(
          "epoch",
          "learning_rate",
          "momentum",
          "train_loss",
          "train_accuracy",
          "test_loss",
          "test_accuracy");
  private static final List<String> ERRORS_HEADER =
      List.of("index", "label", "predicted", "probability");

  private static final List<String> CALIBRATION_HEADER =
      List.of("bin", "images", "confidence", "accuracy");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> ANNEALS = Set.of("cos", "linear");
  private static final int CLASSES = 10;
  private static final int CONFIDENCE_BINS = 15;
  private static final double MAX = Double.MAX_VALUE;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads and checks a run.
   *
   * @throws InvalidRunException if a file is missing, broken or at odds with the others
   * @throws IOException if a file that is there cannot be read
   */
  static RunResult read(Path folder) throws InvalidRunException, IOException {
    RunFolder files = new RunFolder(folder);
    RunJson json = files.readJson();
    List<Epoch> epochs = files.readMetrics(json);
    List<Misclassified> errors = files.readErrors(json, epochs.get(epochs.size() - 1));
    Optional<List<Bin>> calibration =
        Files.exists(folder.resolve(CALIBRATION))
            ? Optional.of(files.readCalibration(json, errors.size()))
            : Optional.empty();
    return new RunResult(json, epochs, errors, calibration);
  }

  /**
   * Reads a run that diverged; empty if it did not.
   *
   * @throws InvalidRunException if {@code run.json} is missing or broken
   * @throws IOException if it is there and cannot be read
   */
  static Optional<DivergedRun> readDiverged(Path folder) throws InvalidRunException, IOException {
    RunFolder files = new RunFolder(folder);
    if (!files.parse(JsonNode.class).path("status").asText().equals("diverged")) {
      return Optional.empty();
    }
    DivergedRun run = files.parse(DivergedRun.class);
    files.checkPlace(run.format(), run.experiment().name(), run.seed());
    within(RUN, "diverged_at.epoch", run.divergedAt().epoch(), 1, run.experiment().epochs());
    within(RUN, "diverged_at.step", run.divergedAt().step(), 1, MAX);
    return Optional.of(run);
  }

  private <T> T parse(Class<T> type) throws InvalidRunException, IOException {
    String text = read(RUN);
    try {
      return JSON.readValue(text, type);
    } catch (JacksonException e) {
      throw new InvalidRunException("%s: %s", RUN, oneLine(e));
    }
  }

  private void checkPlace(int format, String name, long seed) throws InvalidRunException {
    Path experiment = folder.getParent().getFileName();
    require(RUN, "format", format, format == 1, "1");
    require(
        RUN,
        "experiment.name",
        name,
        name.equals(experiment.toString()),
        experiment + ", as the folder is called");
    require(
        RUN,
        "seed",
        seed,
        folder.getFileName().toString().equals("seed-" + seed),
        "that of the folder " + folder.getFileName());
  }

  private RunJson readJson() throws InvalidRunException, IOException {
    RunJson run = parse(RunJson.class);
    checkPlace(run.format(), run.experiment().name(), run.seed());
    require(RUN, "status", run.status(), run.status().equals("finished"), "finished");
    checkExperiment(run.experiment());
    checkData(run.data());
    within(RUN, "threads", run.threads(), 1, MAX);
    within(RUN, "steps_per_epoch", run.stepsPerEpoch(), 1, MAX);
    within(RUN, "hardware.cores", run.hardware().cores(), 1, MAX);
    within(RUN, "hardware.memory_gib", run.hardware().memoryGib(), 0, MAX);
    for (RunJson.Layer layer : run.network()) {
      within(RUN, layer.name() + ".parameters", layer.parameters(), 0, MAX);
      within(RUN, layer.name() + ".receptive_field", layer.receptiveField(), 0, MAX);
    }
    int parameters = run.network().stream().mapToInt(RunJson.Layer::parameters).sum();
    require(
        RUN,
        "parameters",
        run.parameters(),
        run.parameters() == parameters,
        parameters + ", the sum of the network's");
    for (double seconds : run.secondsPerEpoch()) {
      within(RUN, "seconds_per_epoch", seconds, 0, MAX);
    }
    int epochs = run.experiment().epochs();
    require(
        RUN,
        "seconds_per_epoch",
        run.secondsPerEpoch().size() + " values",
        run.secondsPerEpoch().size() == epochs,
        epochs + ", one for each epoch");
    within(RUN, "best_epoch", run.bestEpoch(), 1, epochs);
    return run;
  }

  private static void checkExperiment(RunJson.Experiment experiment) throws InvalidRunException {
    within(RUN, "epochs", experiment.epochs(), 1, MAX);
    within(RUN, "batch_size", experiment.batchSize(), 1, MAX);
    within(RUN, "label_smoothing", experiment.labelSmoothing(), 0, 1);
    within(RUN, "weight_decay", experiment.weightDecay(), 0, MAX);
    within(RUN, "dropout.blocks", experiment.dropout().blocks(), 0, 1);
    within(RUN, "dropout.dense", experiment.dropout().dense(), 0, 1);
    checkSchedule(experiment.schedule());
    Set<String> models = Published.MODELS;
    require(
        RUN,
        "published",
        experiment.published(),
        experiment.published() == null || models.contains(experiment.published()),
        "one of " + String.join(", ", models));
  }

  private static void checkSchedule(RunJson.Schedule schedule) throws InvalidRunException {
    RunJson.OneCycle cycle = schedule.oneCycle();
    if (cycle == null) {
      within(RUN, "learning_rate", schedule.constant().learningRate(), 0, MAX);
      within(RUN, "momentum", schedule.constant().momentum(), 0, 1);
      return;
    }
    within(RUN, "max_lr", cycle.maxLr(), 0, MAX);
    within(RUN, "pct_start", cycle.pctStart(), 0, 1);
    within(RUN, "div_factor", cycle.divFactor(), 1, MAX);
    within(RUN, "final_div_factor", cycle.finalDivFactor(), 1, MAX);
    require(RUN, "anneal", cycle.anneal(), ANNEALS.contains(cycle.anneal()), "cos or linear");
  }

  private static void checkData(RunJson.Data data) throws InvalidRunException {
    within(RUN, "data.train_images", data.trainImages(), 1, MAX);
    within(RUN, "data.test_images", data.testImages(), 1, MAX);
    List<Integer> counts = data.testLabelCounts();
    require(
        RUN,
        "test_label_counts",
        counts,
        counts.size() == CLASSES
            && counts.stream().allMatch(count -> count >= 0)
            && counts.stream().mapToInt(Integer::intValue).sum() == data.testImages(),
        "%s counts with the sum %s".formatted(CLASSES, data.testImages()));
    for (Map.Entry<String, String> file : data.sha256().entrySet()) {
      String sum = String.valueOf(file.getValue());
      require(RUN, "sha256." + file.getKey(), sum, SHA256.matcher(sum).matches(), "64 hex digits");
    }
  }

  private List<Epoch> readMetrics(RunJson run) throws InvalidRunException, IOException {
    List<Epoch> epochs = new ArrayList<>();
    for (Row row : readCsv(METRICS, METRICS_HEADER)) {
      int number = row.integer("epoch", 1, run.experiment().epochs());
      row.require("epoch", number, number == epochs.size() + 1, epochs.size() + 1);
      epochs.add(
          new Epoch(
              number,
              row.number("learning_rate", 0, MAX),
              row.number("momentum", 0, 1),
              row.number("train_loss", 0, MAX),
              row.number("train_accuracy", 0, 1),
              row.number("test_loss", 0, MAX),
              row.number("test_accuracy", 0, 1)));
    }
    int expected = run.experiment().epochs();
    require(METRICS, "epochs", epochs.size(), epochs.size() == expected, expected);

    double last = epochs.get(expected - 1).testAccuracy();
    require(
        RUN,
        "final_test_accuracy",
        run.finalTestAccuracy(),
        run.finalTestAccuracy() == last,
        "%s, the last of %s".formatted(last, METRICS));
    double best = epochs.stream().mapToDouble(Epoch::testAccuracy).max().orElseThrow();
    require(
        RUN,
        "best_test_accuracy",
        run.bestTestAccuracy(),
        run.bestTestAccuracy() == best,
        "%s, the highest of %s".formatted(best, METRICS));
    double atBest = epochs.get(run.bestEpoch() - 1).testAccuracy();
    require(
        RUN,
        "best_epoch",
        run.bestEpoch(),
        atBest == best,
        "an epoch with the test accuracy %s".formatted(best));
    return epochs;
  }

  private List<Misclassified> readErrors(RunJson run, Epoch last)
      throws InvalidRunException, IOException {
    int images = run.data().testImages();
    List<Misclassified> errors = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int[] ofLabel = new int[CLASSES];
    for (Row row : readCsv(ERRORS, ERRORS_HEADER)) {
      int index = row.integer("index", 0, images - 1);
      row.require("index", index, seen.add(index), "each image once");
      int label = row.integer("label", 0, CLASSES - 1);
      int predicted = row.integer("predicted", 0, CLASSES - 1);
      row.require("predicted", predicted, predicted != label, "another digit than the label");
      errors.add(new Misclassified(index, label, predicted, row.number("probability", 0, 1)));
      ofLabel[label]++;
    }
    long expected = Math.round((1 - last.testAccuracy()) * images);
    require(
        ERRORS,
        "errors",
        errors.size(),
        errors.size() == expected,
        "%s at a test accuracy of %s".formatted(expected, last.testAccuracy()));
    for (int label = 0; label < CLASSES; label++) {
      int count = run.data().testLabelCounts().get(label);
      require(
          ERRORS,
          "errors with label " + label,
          ofLabel[label],
          ofLabel[label] <= count,
          "%s or fewer, the images with this label".formatted(count));
    }
    return errors;
  }

  private List<Bin> readCalibration(RunJson run, int errors)
      throws InvalidRunException, IOException {
    List<Bin> bins = new ArrayList<>();
    int images = 0;
    double correct = 0;
    for (Row row : readCsv(CALIBRATION, CALIBRATION_HEADER)) {
      int number = row.integer("bin", 1, CONFIDENCE_BINS);
      int last = bins.isEmpty() ? 0 : bins.get(bins.size() - 1).number();
      row.require("bin", number, number > last, "more than " + last);
      Bin bin =
          new Bin(
              number,
              row.integer("images", 1, run.data().testImages()),
              row.number("confidence", 0, 1),
              row.number("accuracy", 0, 1));
      bins.add(bin);
      images += bin.images();
      correct += bin.images() * bin.accuracy();
    }
    int all = run.data().testImages();
    require(CALIBRATION, "images", images, images == all, all + ", the test images");
    long wrong = all - Math.round(correct);
    require(CALIBRATION, "errors", wrong, wrong == errors, errors + ", as in " + ERRORS);
    return bins;
  }

  /** Reads a file whole and refuses what a merge or a broken transfer leaves behind. */
  private String read(String file) throws InvalidRunException, IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new InvalidRunException("no %s", file);
    }
    String text;
    try {
      text = Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new InvalidRunException("%s: not UTF-8 text", file);
    }
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.startsWith("<<<<<<<") || line.startsWith("=======") || line.startsWith(">>>>>>>")) {
        throw new InvalidRunException("%s:%s: a merge conflict's marker", file, number);
      }
    }
    return text;
  }

  private List<Row> readCsv(String file, List<String> header)
      throws InvalidRunException, IOException {
    String text = read(file);
    if (!text.endsWith("\n")) {
      throw new InvalidRunException("%s: truncated, the last line has no end", file);
    }
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      require(
          file, "header", parser.getHeaderNames(), parser.getHeaderNames().equals(header), header);
      List<Row> rows = new ArrayList<>();
      for (CSVRecord record : parser) {
        Row row = new Row(file, parser.getCurrentLineNumber(), record);
        if (!record.isConsistent()) {
          throw row.refused("%s fields, expected %s", record.size(), header.size());
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      // The text is in memory: whatever the parser says is about its form.
      Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
      throw new InvalidRunException("%s: %s", file, cause.getMessage());
    }
  }

  /** A line of a CSV file. */
  private record Row(String file, long line, CSVRecord fields) {

    int integer(String column, int low, int high) throws InvalidRunException {
      String text = fields.get(column);
      try {
        int value = Integer.parseInt(text);
        require(column, text, value >= low && value <= high, low + " to " + high);
        return value;
      } catch (NumberFormatException e) {
        throw refused("%s %s, expected an integer", column, text);
      }
    }

    double number(String column, double low, double high) throws InvalidRunException {
      String text = fields.get(column);
      try {
        double value = Double.parseDouble(text);
        require(column, text, value >= low && value <= high, interval(low, high));
        return value;
      } catch (NumberFormatException e) {
        throw refused("%s %s, expected a number", column, text);
      }
    }

    void require(String column, Object found, boolean fits, Object expected)
        throws InvalidRunException {
      if (!fits) {
        throw refused("%s %s, expected %s", column, found, expected);
      }
    }

    InvalidRunException refused(String problem, Object... arguments) {
      return new InvalidRunException("%s:%s: %s", file, line, problem.formatted(arguments));
    }
  }

  private static void within(String file, String key, double value, double low, double high)
      throws InvalidRunException {
    require(file, key, value, value >= low && value <= high, interval(low, high));
  }

  private static void require(String file, String key, Object found, boolean fits, Object expected)
      throws InvalidRunException {
    if (!fits) {
      throw new InvalidRunException("%s: %s %s, expected %s", file, key, found, expected);
    }
  }

  private static String interval(double low, double high) {
    return high == MAX
        ? "a number from %s up".formatted(Format.number(low))
        : "%s to %s".formatted(Format.number(low), Format.number(high));
  }

  private static String oneLine(JacksonException e) {
    String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    if (e instanceof JsonMappingException mapping) {
      String key =
          mapping.getPath().stream()
              .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
              .collect(Collectors.joining("."));
      where += key.isEmpty() ? "" : key + ": ";
    }
    // Jackson wraps what a record's own check says.
    boolean own = e.getCause() instanceof RuntimeException;
    String message = own ? e.getCause().getMessage() : e.getOriginalMessage();
    return where + message.lines().findFirst().orElse("broken");
  }
}
