package org.tinymnist.experiment;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.tinymnist.data.AtomicFile;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.InferenceModel;
import org.tinymnist.train.EpochMetrics;
import org.tinymnist.train.Trainer;

/**
 * Writes a run's files. They are made in a folder beside their place and moved in when all are
 * complete, {@code run.json} last: where it stands, the others are its own and whole.
 */
final class RunFolder {

  static final String METRICS = "metrics.csv";
  static final String ERRORS = "errors.csv";
  static final String CALIBRATION = "calibration.csv";
  static final String MODEL = "saved_model";
  static final String RECORD = "run.json";

  private static final List<String> FIGURES = List.of(METRICS, ERRORS, CALIBRATION, RECORD);
  private static final List<String> FILES = List.of(METRICS, ERRORS, CALIBRATION, MODEL, RECORD);

  private static final CSVFormat CSV = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Bins of equal width, as Guo et al. have them ("On Calibration of Modern Neural Networks"). */
  private static final int CONFIDENCE_BINS = 15;

  /** Digits of a number in a CSV: more than a float holds, and no binary tail. */
  private static final MathContext DIGITS = new MathContext(8);

  private RunFolder() {}

  /**
   * Writes all files of a run, in place of those of an earlier one.
   *
   * @param folder is made if need be
   * @param test the images of {@code outcome.testProbabilities()}
   * @param record the content of run.json
   * @param card what the model's folder says of itself
   */
  static void write(
      Path folder,
      Trainer.Outcome outcome,
      LabeledImages test,
      Map<String, Object> record,
      String card)
      throws IOException {
    replace(
        folder,
        draft -> {
          writeMetrics(draft.resolve(METRICS), outcome.epochs());
          writeErrors(draft.resolve(ERRORS), outcome.testProbabilities(), test);
          writeCalibration(draft.resolve(CALIBRATION), outcome.testProbabilities(), test);
          InferenceModel.export(draft.resolve(MODEL), outcome.weights());
          write(draft.resolve(MODEL).resolve(ModelCard.FILE), card);
          writeRecord(draft, record);
        });
  }

  /** Writes the record of a run that has nothing else, in place of an earlier one's files. */
  static void write(Path folder, Map<String, Object> record) throws IOException {
    replace(folder, draft -> writeRecord(draft, record));
  }

  /** Writes some or all files of a run into an empty folder. */
  @FunctionalInterface
  private interface Draft {
    void write(Path folder) throws IOException;
  }

  private static void replace(Path folder, Draft content) throws IOException {
    Path draft = folder.resolve(".draft");
    Folders.delete(draft);
    try {
      Files.createDirectories(draft);
      content.write(draft);
      Folders.force(draft);

      Files.deleteIfExists(folder.resolve(RECORD));
      for (String name : FILES) {
        Folders.delete(folder.resolve(name));
        if (Files.exists(draft.resolve(name))) {
          Files.move(draft.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } finally {
      Folders.delete(draft);
    }
  }

  /**
   * Whether a run is finished: its figures are there, and its run.json is of this very run. The
   * model may be missing: only that of seed 1 is in the repository.
   *
   * @param identity as {@link Identity#of} gives it
   */
  static boolean holds(Path folder, Map<String, Object> identity) throws IOException {
    for (String name : FIGURES) {
      if (!Files.exists(folder.resolve(name))) {
        return false;
      }
    }
    try {
      return Identity.difference(Files.readAllBytes(folder.resolve(RECORD)), identity).isEmpty();
    } catch (JacksonException e) {
      return false;
    }
  }

  /**
   * Brings up to date what the run.json of a finished run says of its experiment: one may be called
   * otherwise since, and be the same.
   */
  static void rename(Path folder, Map<String, Object> experiment) throws IOException {
    Path file = folder.resolve(RECORD);
    Map<String, Object> record = JSON.readValue(file.toFile(), new TypeReference<>() {});
    if (!experiment.equals(record.put("experiment", experiment))) {
      writeRecord(folder, record);
    }
  }

  private static void writeMetrics(Path file, List<EpochMetrics> epochs) throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSV)) {
      csv.printRecord(
          "epoch",
          "learning_rate",
          "momentum",
          "train_loss",
          "train_accuracy",
          "test_loss",
          "test_accuracy");
      for (EpochMetrics m : epochs) {
        csv.printRecord(
            m.epoch(),
            number(m.learningRate()),
            number(m.momentum()),
            number(m.trainLoss()),
            number(m.trainAccuracy()),
            number(m.testLoss()),
            number(m.testAccuracy()));
      }
    }
    write(file, text);
  }

  private static void writeErrors(Path file, float[][] probabilities, LabeledImages test)
      throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSV)) {
      csv.printRecord("index", "label", "predicted", "probability");
      for (int i = 0; i < probabilities.length; i++) {
        int predicted = mostProbable(probabilities[i]);
        if (predicted != test.label(i)) {
          csv.printRecord(i, test.label(i), predicted, number(probabilities[i][predicted]));
        }
      }
    }
    write(file, text);
  }

  /**
   * How often predictions of about the same probability are right; bins without any are left out.
   */
  private static void writeCalibration(Path file, float[][] probabilities, LabeledImages test)
      throws IOException {
    int[] images = new int[CONFIDENCE_BINS];
    int[] correct = new int[CONFIDENCE_BINS];
    double[] confidence = new double[CONFIDENCE_BINS];
    for (int i = 0; i < probabilities.length; i++) {
      int predicted = mostProbable(probabilities[i]);
      double probability = probabilities[i][predicted];
      int bin = Math.min((int) (probability * CONFIDENCE_BINS), CONFIDENCE_BINS - 1);
      images[bin]++;
      correct[bin] += predicted == test.label(i) ? 1 : 0;
      confidence[bin] += probability;
    }
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, CSV)) {
      csv.printRecord("bin", "images", "confidence", "accuracy");
      for (int bin = 0; bin < CONFIDENCE_BINS; bin++) {
        if (images[bin] > 0) {
          csv.printRecord(
              bin + 1,
              images[bin],
              number(confidence[bin] / images[bin]),
              number((double) correct[bin] / images[bin]));
        }
      }
    }
    write(file, text);
  }

  private static void writeRecord(Path draft, Map<String, Object> record) throws IOException {
    write(draft.resolve(RECORD), JSON.writeValueAsString(record).replace("\r\n", "\n") + "\n");
  }

  private static void write(Path file, CharSequence text) throws IOException {
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The class with the highest probability, the lowest of equals. */
  static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }

  /** A number as the files hold it. */
  static BigDecimal rounded(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  private static String number(double value) {
    return rounded(value).toPlainString();
  }
}
