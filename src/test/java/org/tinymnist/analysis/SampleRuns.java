package org.tinymnist.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tinymnist.Recipes;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.model.Network;
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

  public static Experiment experiment(String name) {
    try (Stream<Path> files = Files.walk(Path.of("experiments"))) {
      return Experiment.read(
          files.filter(file -> file.endsWith(name + ".yaml")).findFirst().orElseThrow());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
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

  public static RunResult run(Experiment experiment, long seed, List<EpochMetrics> epochs) {
    return run(record(experiment, seed), epochs);
  }

  /** Returns a run of Model 1 without augmentation, with these test accuracies after its epochs. */
  public static RunResult of(String name, long seed, double... accuracies) {
    List<EpochMetrics> epochs = new ArrayList<>();
    for (double accuracy : accuracies) {
      epochs.add(new EpochMetrics(epochs.size() + 1, 0.001, 0, 0.5, 0.93, 0.4, accuracy));
    }
    return run(Recipes.experiment(name, Recipes.model1(epochs.size())), seed, epochs);
  }

  public static RunResult onFashion(Experiment experiment, List<EpochMetrics> epochs) {
    DataSummary fashion =
        new DataSummary(
            "fashion",
            60_000,
            IMAGES,
            Collections.nCopies(10, IMAGES / 10),
            Map.of(DataSet.TEST_IMAGES, "b".repeat(64)));
    return run(record(experiment, 1, fashion, "A processor"), epochs);
  }

  public static RunResult on(String processor, RunResult run) {
    Experiment experiment = run.record().experiment();
    return run(record(experiment, run.seed(), DataSummary.of(MNIST), processor), run.epochs());
  }

  /** Each seed classifies other images incorrectly, and most of them are the same. */
  private static RunResult run(RunRecord record, List<EpochMetrics> epochs) {
    double last = epochs.get(epochs.size() - 1).testAccuracy();
    List<Misclassified> wrong = new ArrayList<>();
    for (int i = 0; i < Math.round(IMAGES * (1 - last)); i++) {
      int index = i + (int) (record.seed() % 7);
      wrong.add(new Misclassified(index, i % 10, (i + 1) % 10, (5000 + i) / 10_000.0));
    }
    List<Double> seconds = Collections.nCopies(epochs.size(), 60.5);
    return new RunResult(record.ended(7784, seconds, Optional.empty()), epochs, wrong);
  }

  public static RunRecord record(Experiment experiment, long seed) {
    return record(experiment, seed, DataSummary.of(MNIST), "A processor");
  }

  /** Even seeds are trained on one core, odd ones on two. */
  private static RunRecord record(
      Experiment experiment, long seed, DataSummary data, String processor) {
    return new RunRecord(
        RunRecord.FORMAT,
        experiment,
        seed,
        data,
        1,
        new Software("1.0.0", "1.1.0", "2.18.0", "17.0.1", "Linux 6 amd64"),
        new Hardware("CPU", processor, 1 + (int) (seed % 2), 16, true),
        1,
        "2026-01-01T00:00:00Z",
        0,
        List.of(),
        Optional.empty());
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

  public static List<EpochMetrics> log(String model) {
    return Original.load().logs(model).get(0).epochs().stream()
        .map(e -> tested(e, e.testLoss(), e.testAccuracy()))
        .toList();
  }

  static EpochMetrics tested(EpochMetrics e, double loss, double accuracy) {
    return new EpochMetrics(e.epoch(), 0.01, 0.9, e.trainLoss(), e.trainAccuracy(), loss, accuracy);
  }

  public static List<RunResult> ending(String experiment, double... accuracies) {
    return IntStream.range(0, accuracies.length)
        .mapToObj(i -> run(experiment(experiment), i + 1, climb(20, accuracies[i])))
        .toList();
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  public static Study study(List<RunResult>... runs) {
    return new Study(Stream.of(runs).flatMap(List::stream).toList(), List.of(), List.of());
  }

  /** Writes the folders of a study's runs, without models. */
  public static void write(Path results, Study study) throws IOException {
    for (RunResult run : study.runs()) {
      write(results, run);
    }
  }

  /** Writes a run into its folder, and returns the folder. */
  public static Path write(Path results, RunResult run) throws IOException {
    Path folder = results.resolve(run.name()).resolve("seed-" + run.seed());
    RunFolder.write(folder, run, Files::createDirectory);
    return folder;
  }

  public static Map<String, float[]> zeros() {
    Map<String, float[]> zeros = new LinkedHashMap<>();
    Network.weights().forEach(weight -> zeros.put(weight.name(), new float[weight.size()]));
    return zeros;
  }
}
