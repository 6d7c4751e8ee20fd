package org.tinymnist.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Phaser;
import java.util.stream.LongStream;
import org.tensorflow.TensorFlow;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Run;
import org.tinymnist.experiment.RunListener;
import org.tinymnist.experiment.Runner;
import org.tinymnist.experiment.Software;
import org.tinymnist.model.Classifier;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingListener;

/** Runs of one epoch, several at once in this JVM as {@code run} makes them, and their times. */
public final class MeasuredRuns {

  private static final int LATENCY_WARM_UP = 300;
  private static final int LATENCY_IMAGES = 1000;

  private final Device device;
  private final Phaser warm;
  private final List<Stopwatch> stopwatches = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();

  private final class Listener implements RunListener {
    @Override
    public TrainingListener started(Run run, int stepsPerEpoch) {
      Stopwatch stopwatch = new Stopwatch(stepsPerEpoch, Trainer.stepsPerCall(device), warm);
      synchronized (MeasuredRuns.this) {
        stopwatches.add(stopwatch);
      }
      return stopwatch;
    }

    @Override
    public void finished(Run run, Path folder) {
      synchronized (MeasuredRuns.this) {
        folders.add(folder);
      }
    }

    @Override
    public void kept(Run run, Path folder) {}

    @Override
    public void note(Run run, String note) {}

    @Override
    public void failed(Run run, Throwable cause) {
      synchronized (MeasuredRuns.this) {
        failures.add(cause);
      }
      // Nobody shall wait for this run.
      warm.forceTermination();
    }
  }

  private MeasuredRuns(Device device, int runs) {
    this.device = device;
    this.warm = new Phaser(runs);
  }

  /**
   * Trains.
   *
   * @param experiment of which one epoch is made
   * @param runs how many, all at once, with seeds from 1
   * @param cores for all of them
   * @param data for all runs
   * @param device what TensorFlow's operations run on
   * @param results where their folders go
   * @throws IllegalStateException if one fails
   */
  public static MeasuredRuns train(
      Experiment experiment, int runs, int cores, DataSet data, Device device, Path results)
      throws InterruptedException {
    MeasuredRuns measured = new MeasuredRuns(device, runs);
    Experiment oneEpoch = experiment.withRecipe(experiment.recipe().withEpochs(1));
    List<Run> all =
        LongStream.rangeClosed(1, runs).mapToObj(seed -> new Run(oneEpoch, seed)).toList();
    new Runner(data, device, results, false, false, measured.new Listener()).run(all, runs, cores);
    if (!measured.failures.isEmpty()) {
      Throwable cause = measured.failures.get(0);
      throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
    }
    return measured;
  }

  /**
   * Returns what was measured: the peak of the memory is that of this JVM up to now, and the
   * latency is that of the first model that was exported, on an image of the test set.
   */
  public Sample sample(LabeledImages test) throws IOException {
    OptionalDouble peak = PeakMemory.megabytes();
    long end = stopwatches.stream().mapToLong(Stopwatch::end).min().orElseThrow();
    return new Sample(
        version(device),
        stopwatches.stream().mapToDouble(Stopwatch::firstStepAt).min().orElseThrow(),
        stopwatches.stream().flatMap(s -> s.milliseconds(end).stream()).toList(),
        peak.isPresent() ? peak.getAsDouble() : null,
        Quartiles.of(stopwatches.stream().map(Stopwatch::evaluationSeconds).toList()).median(),
        latency(folders.get(0).resolve("saved_model"), test));
  }

  /** Returns this project's version, and those of what it runs on. */
  static String version(Device device) {
    Software software = Software.current();
    return "%s (TensorFlow %s, Java %s, %s)"
        .formatted(software.tinyMnist(), TensorFlow.version(), software.java(), device.name());
  }

  private static double latency(Path model, LabeledImages test) {
    float[] image = new float[LabeledImages.PIXELS];
    for (int i = 0; i < image.length; i++) {
      image[i] = Byte.toUnsignedInt(test.pixels()[i]);
    }
    List<Double> milliseconds = new ArrayList<>();
    try (Classifier classifier = Classifier.load(model)) {
      for (int i = 0; i < LATENCY_WARM_UP + LATENCY_IMAGES; i++) {
        long start = System.nanoTime();
        classifier.classify(image, 1);
        if (i >= LATENCY_WARM_UP) {
          milliseconds.add((System.nanoTime() - start) / 1e6);
        }
      }
    }
    return Quartiles.of(milliseconds).median();
  }
}
