package org.tinymnist.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tinymnist.experiment.Run;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.InvalidModelException;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/** The exported model of one run, as the demo offers it. */
public final class DemoModel implements AutoCloseable {

  private final Path savedModel;
  private final RunResult run;
  private Classifier classifier;

  private DemoModel(Path savedModel, RunResult run) {
    this.savedModel = savedModel;
    this.run = run;
  }

  /**
   * A digit as the model reads it.
   *
   * @param pixels the image that it sees: intensities 0-255, {@code [28, 28]} row by row
   * @param probabilities of the ten digits
   */
  record Reading(float[] pixels, float[] probabilities) {}

  /** What the page shows of a model; its accuracy is a fraction. */
  record Description(
      String path,
      String title,
      long seed,
      long parameters,
      @JsonProperty("test_accuracy") double testAccuracy) {}

  /**
   * Returns the models of a results folder: of runs whose figures alone are there, none.
   *
   * @param results the folder with {@code <experiment>/seed-<n>/} for each run
   * @return by experiment, then by seed; at least one
   * @throws IOException if there is none, or the folder cannot be read; the message is one line
   */
  public static List<DemoModel> in(Path results) throws IOException {
    List<DemoModel> models = new ArrayList<>();
    for (RunResult run : Study.read(results).runs()) {
      Path folder = new Run(run.record().experiment(), run.seed()).folder(results);
      if (Files.exists(folder.resolve(RunFolder.MODEL))) {
        models.add(new DemoModel(folder.resolve(RunFolder.MODEL), run));
      }
    }
    if (models.isEmpty()) {
      throw new NoSuchFileException(
          results.toString(),
          null,
          "no model of a finished run, expected <experiment>/seed-<n>/run.json and saved_model/");
    }
    return models;
  }

  /** Where it is served, below the page: unique among the models of a folder. */
  String path() {
    return "models/" + run.name() + "/seed-" + run.seed();
  }

  /**
   * Reads digits, if there are some; loads the model when it is first asked.
   *
   * @throws InvalidModelException if the folder holds no digit classifier
   */
  synchronized List<Reading> read(List<DigitImage> digits) {
    if (classifier == null) {
      classifier = Classifier.load(savedModel);
    }
    if (digits.isEmpty()) {
      return List.of();
    }
    float[][] probabilities =
        classifier.classify(DigitImage.pixels(digits), digits.size()).probabilities();
    List<Reading> readings = new ArrayList<>();
    for (DigitImage digit : digits) {
      readings.add(new Reading(digit.pixels(), probabilities[readings.size()]));
    }
    return readings;
  }

  /** What the page shows of the model. */
  Description description() {
    return new Description(
        path(),
        run.record().experiment().title(),
        run.seed(),
        run.record().parameters(),
        run.last().testAccuracy());
  }

  @Override
  public synchronized void close() {
    if (classifier != null) {
      classifier.close();
    }
  }
}
