package org.tinymnist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.Hardware;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunRecord;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Software;

/** Runs that are right in every respect, on a test set of 1,000 images, 100 for each digit. */
public final class SampleRun {

  /** Images of the test set. */
  public static final int TEST_IMAGES = 1000;

  private SampleRun() {}

  /** Returns a run of Model 1 without augmentation, whose accuracies are multiples of 0.001. */
  public static RunResult of(String name, long seed, double... accuracies) {
    return of(Recipes.experiment(name, Recipes.model1(accuracies.length)), seed, accuracies);
  }

  /** Returns a run of an experiment with as many epochs as there are accuracies. */
  public static RunResult of(Experiment experiment, long seed, double... accuracies) {
    List<EpochMetrics> epochs = new ArrayList<>();
    for (double accuracy : accuracies) {
      epochs.add(new EpochMetrics(epochs.size() + 1, 0.001, 0, 0.5, 0.93, 0.4, accuracy));
    }
    List<Misclassified> wrong = new ArrayList<>();
    long count = Math.round(TEST_IMAGES * (1 - accuracies[accuracies.length - 1]));
    for (int i = 0; i < count; i++) {
      wrong.add(new Misclassified(i, i % 10, (i + 1) % 10, (5000 + i) / 10_000.0));
    }
    RunRecord record =
        record(experiment, seed)
            .ended(7784, Collections.nCopies(accuracies.length, 60.5), Optional.empty());
    return new RunResult(record, epochs, wrong);
  }

  /** Returns the record of a run that began. */
  public static RunRecord record(Experiment experiment, long seed) {
    return new RunRecord(
        RunRecord.FORMAT,
        experiment,
        seed,
        new DataSummary(
            "MNIST",
            60_000,
            TEST_IMAGES,
            Collections.nCopies(10, TEST_IMAGES / 10),
            Map.of("t10k-images", "0".repeat(64))),
        1,
        new Software("1.0.0", "1.1.0", "2.18.0", "17.0.1", "Linux 6 amd64"),
        new Hardware("CPU", "A processor", 2, 23.5, true),
        1,
        "2026-11-22T14:28:26Z",
        0,
        List.of(),
        Optional.empty());
  }

  /** Writes a run into its folder with an empty model, and returns the folder. */
  public static Path write(Path results, RunResult run) throws IOException {
    Path folder = results.resolve(run.name()).resolve("seed-" + run.seed());
    RunFolder.write(folder, run, Files::createDirectory);
    return folder;
  }
}
