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

/** Runs that nobody trained, of the experiments that there are. */
public final class SampleRuns {

  /** The SHA-256 that the runs have for their test images. */
  public static final String TEST_IMAGES = "a".repeat(64);

  private static final int IMAGES = 10_000;

  private SampleRuns() {}

  /** Returns an experiment of this project, wherever its file is. */
  public static Experiment experiment(String name) {
    try (Stream<Path> files = Files.walk(Path.of("experiments"))) {
      return Experiment.read(
          files.filter(file -> file.endsWith(name + ".yaml")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns an experiment that is called otherwise. */
  public static Experiment titled(Experiment e, String title) {
    return new Experiment(
        e.name(), title, title, e.published(), e.variantOf(), e.validation(), e.recipe());
  }

  /** Returns a course that ends at an accuracy; it climbs to it, at most 20 epochs. */
  public static List<EpochMetrics> climb(int epochs, double testAccuracy) {
    return IntStream.rangeClosed(1, epochs)
        .mapToObj(
            epoch -> {
              double test = rounded(1 - (1 - testAccuracy) * (1 + (epochs - epoch) / 10.0));
              return new EpochMetrics(epoch, 0.01, 0.9, 1 - test + 0.15, test - 0.003, 0.15, test);
            })
        .toList();
  }

  /** Returns a course like another one: every value is off by chance, some 10 % of its errors. */
  public static List<EpochMetrics> near(List<EpochMetrics> course, long seed, double points) {
    Random random = new Random(seed);
    return course.stream()
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

  /** Returns a finished run with some course. */
  public static RunResult run(Experiment experiment, long seed, List<EpochMetrics> epochs) {
    return run(experiment, seed, epochs, "MNIST");
  }

  /** Returns a finished run on a data set; even seeds were trained on one core, odd ones on two. */
  public static RunResult run(
      Experiment experiment, long seed, List<EpochMetrics> epochs, String data) {
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
                Map.of("t10k-images", TEST_IMAGES)),
            new Software("1.0.0", "1.1.0", "2.18.0", "17", "Linux"),
            new Hardware("CPU", "A processor", 1 + (int) (seed % 2), 16, true),
            1,
            "2026-01-01T00:00:00Z",
            7784,
            Collections.nCopies(epochs.size(), 10.0),
            Optional.empty());
    return new RunResult(record, epochs, wrong);
  }

  /** Returns as many runs of an experiment, whose courses are near a given one. */
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
