package org.tinymnist.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.Hardware;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunRecord;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Software;
import org.tinymnist.results.Study;

/** Invented runs of this project's experiments. */
public final class SampleRuns {

  /** MNIST, on which the runs say they were trained. */
  public static final DataSet MNIST = DataSet.mnist();

  private static final int IMAGES = 10_000;

  private SampleRuns() {}

  /** Returns an experiment of this project. */
  public static Experiment experiment(String name) {
    try (Stream<Path> files = Files.walk(Path.of("experiments"))) {
      return Experiment.read(
          files.filter(file -> file.endsWith(name + ".yaml")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns an experiment with another title. */
  public static Experiment titled(Experiment e, String title) {
    return new Experiment(
        e.name(), title, title, e.published(), e.variantOf(), e.validation(), e.recipe());
  }

  /** Returns a training curve that climbs to an accuracy, in at most 20 epochs. */
  public static List<EpochMetrics> climb(int epochs, double testAccuracy) {
    return IntStream.rangeClosed(1, epochs)
        .mapToObj(
            epoch -> {
              double test = rounded(1 - (1 - testAccuracy) * (1 + (epochs - epoch) / 10.0));
              return new EpochMetrics(epoch, 0.01, 0.9, 1 - test + 0.15, test - 0.003, 0.15, test);
            })
        .toList();
  }

  /**
   * Returns a training curve like another one: every value is off by chance, by some 10 % of its
   * errors.
   */
  public static List<EpochMetrics> near(List<EpochMetrics> curve, long seed, double points) {
    Random random = new Random(seed);
    return curve.stream()
        .map(
            e ->
                new EpochMetrics(
                    e.epoch(),
                    0.01,
                    0.9,
                    e.trainLoss() * Math.exp(0.01 * random.nextGaussian()),
                    off(e.trainAccuracy(), 0.05, random) + points / 100,
                    e.testLoss() * Math.exp(0.02 * random.nextGaussian()),
                    rounded(off(e.testAccuracy(), 0.1, random) + points / 100)))
        .toList();
  }

  private static double off(double accuracy, double share, Random random) {
    return 1 - (1 - accuracy) * Math.exp(share * random.nextGaussian());
  }

  private static double rounded(double accuracy) {
    return Math.round(accuracy * IMAGES) / (double) IMAGES;
  }

  /** Returns a finished run. */
  public static RunResult run(Experiment experiment, long seed, List<EpochMetrics> epochs) {
    return run(experiment, seed, epochs, "MNIST");
  }

  /** Returns a finished run on a data set; even seeds were trained on one core, odd ones on two. */
  public static RunResult run(
      Experiment experiment, long seed, List<EpochMetrics> epochs, String data) {
    return run(experiment, seed, epochs, data, "A processor");
  }

  /** Returns the same run on another processor. */
  public static RunResult on(String processor, RunResult run) {
    return run(run.record().experiment(), run.seed(), run.epochs(), "MNIST", processor);
  }

  private static RunResult run(
      Experiment experiment, long seed, List<EpochMetrics> epochs, String data, String processor) {
    double last = epochs.get(epochs.size() - 1).testAccuracy();
    List<Misclassified> wrong = new ArrayList<>();
    for (int i = 0; i < Math.round(IMAGES * (1 - last)); i++) {
      // Each seed gets other images wrong, and most of them are the same.
      wrong.add(new Misclassified(i + (int) (seed % 7), i % 10, (i + 1) % 10, 0.6));
    }
    RunRecord record =
        new RunRecord(
            RunRecord.FORMAT,
            experiment,
            seed,
            new DataSummary(
                data,
                60_000,
                IMAGES,
                Collections.nCopies(10, IMAGES / 10),
                data.equals("MNIST")
                    ? MNIST.sha256()
                    : Map.of(DataSet.TEST_IMAGES, "b".repeat(64))),
            1,
            new Software("1.0.0", "1.1.0", "2.18.0", "17", "Linux"),
            new Hardware("CPU", processor, 1 + (int) (seed % 2), 16, true),
            1,
            "2026-01-01T00:00:00Z",
            7784,
            Collections.nCopies(epochs.size(), 10.0),
            Optional.empty());
    return new RunResult(record, epochs, wrong);
  }

  /** Returns as many runs of an experiment, whose training curves are near a given one. */
  public static List<RunResult> runs(
      String experiment, int seeds, List<EpochMetrics> like, double points) {
    List<RunResult> runs = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      long other = 1000L * experiment.hashCode() + seed;
      runs.add(run(experiment(experiment), seed, near(like, other, points)));
    }
    return runs;
  }

  /** Returns a log of the original. */
  public static List<EpochMetrics> log(String model) {
    return Original.load().logs(model).get(0).epochs().stream()
        .map(
            e ->
                new EpochMetrics(
                    e.epoch(),
                    0.01,
                    0.9,
                    e.trainLoss(),
                    e.trainAccuracy(),
                    e.testLoss(),
                    e.testAccuracy()))
        .toList();
  }

  /** Returns as many runs of an experiment with given final test accuracies. */
  public static List<RunResult> ending(String experiment, double... accuracies) {
    return IntStream.range(0, accuracies.length)
        .mapToObj(i -> run(experiment(experiment), i + 1, climb(20, accuracies[i])))
        .toList();
  }

  /** Returns the study of some runs. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static Study study(List<RunResult>... runs) {
    return new Study(Stream.of(runs).flatMap(List::stream).toList(), List.of(), List.of());
  }

  /** Writes the folders of a study's runs. */
  public static void write(Path results, Study study) throws IOException {
    for (RunResult run : study.runs()) {
      Path folder = results.resolve(run.name()).resolve("seed-" + run.seed());
      Files.createDirectories(folder);
      RunFolder.write(folder, run, model -> {});
    }
  }
}
