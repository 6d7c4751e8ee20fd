package org.tinymnist.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tinymnist.experiment.Run;
import org.tinymnist.model.Classifier;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/** The exported model of a run, for the demo. */
public final class DemoModel implements AutoCloseable {

  private final Path savedModel;
  private final RunResult run;
  private Classifier classifier;

  private DemoModel(Path savedModel, RunResult run) {
    this.savedModel = savedModel;
    this.run = run;
  }

  /** A digit as the model's input, intensities 0 to 255, and the probability of each class. */
  record Reading(float[] pixels, float[] probabilities) {}

  /** A model's description on the page; the accuracy is a fraction. */
  record Description(
      String path,
      String title,
      long seed,
      long parameters,
      @JsonProperty("test_accuracy") double testAccuracy) {}

  /**
   * Returns the models in a results folder, by experiment and seed. Runs without one are skipped.
   *
   * @throws IOException if there is no model, or the folder cannot be read; the message is one line
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
      throw new IOException(
          results
              + ": no model of a finished run, expected <experiment>/seed-<n>/run.json and"
              + " saved_model/");
    }
    return models;
  }

  /** Returns its path below the page, unique among the models of a folder. */
  String path() {
    return "models/" + run.name() + "/seed-" + run.seed();
  }

  /** Classifies digits. The model is loaded at the first call. */
  synchronized List<Reading> read(List<DigitImage> digits) {
    if (classifier == null) {
      classifier = Classifier.load(savedModel);
    }
    if (digits.isEmpty()) {
      return List.of();
    }
    float[][] probabilities =
        classifier.classify(DigitImage.pixels(digits), digits.size()).probabilities();
    return IntStream.range(0, digits.size())
        .mapToObj(i -> new Reading(digits.get(i).pixels(), probabilities[i]))
        .toList();
  }

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
