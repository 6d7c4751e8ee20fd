package org.tinymnist.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
import org.tinymnist.model.Classifier;
import org.tinymnist.model.InferenceModel;
import org.tinymnist.train.Checkpoint;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingData;

/**
 * The times of the first epoch of some runs, all at once in this JVM, as a training job makes them.
 *
 * @param firstStepAt when the first run's first step ended, in seconds since 1970
 * @param blockSteps steps of a block
 * @param blockEndsMs when each block of each run ended, in milliseconds of one clock
 * @param evaluationSeconds time of an evaluation of all test images by each run; none if the runs
 *     ended before it
 * @param weights one array a weight, of the last run, if it finished the epoch
 */
public record Measurement(
    double firstStepAt,
    int blockSteps,
    List<List<Double>> blockEndsMs,
    List<Double> evaluationSeconds,
    Optional<Map<String, float[]>> weights) {

  /** A block of single steps: long enough for the clock, short enough to show the spread. */
  private static final int BLOCK = 10;

  private static final int LATENCY_WARM_UP = 300;
  private static final int LATENCY_IMAGES = 1000;

  /**
   * Trains, with seeds from 1.
   *
   * @param runs how many
   * @param cores for all of them
   * @param mostSteps after which a run ends without an evaluation
   */
  public static Measurement of(
      Recipe recipe, int runs, int cores, int mostSteps, TrainingData data, Device device)
      throws InterruptedException {
    Recipe oneEpoch = recipe.withEpochs(1);
    int block = Math.max(BLOCK, Trainer.stepsPerCall(device));
    int threads = Trainer.threads(device, cores / runs);
    List<StepTimes> times = new ArrayList<>();
    List<Future<Trainer.Outcome>> ends = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(runs);
    try {
      for (int seed = 1; seed <= runs; seed++) {
        int own = seed;
        StepTimes heard = new StepTimes(block, mostSteps);
        times.add(heard);
        ends.add(
            pool.submit(
                () ->
                    Trainer.train(
                        oneEpoch, own, data, device, threads, Checkpoint.Store.NONE, heard)));
      }
      Optional<Map<String, float[]>> weights = Optional.empty();
      for (Future<Trainer.Outcome> end : ends) {
        weights = weights(end);
      }
      return new Measurement(
          times.stream().mapToDouble(StepTimes::firstStepAt).min().orElseThrow(),
          block,
          times.stream().map(StepTimes::blockEnds).toList(),
          times.stream().map(StepTimes::evaluationSeconds).filter(s -> s > 0).toList(),
          weights);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<Map<String, float[]>> weights(Future<Trainer.Outcome> end)
      throws InterruptedException {
    try {
      return Optional.of(end.get().weights());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StepTimes.Done) {
        return Optional.empty();
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /**
   * Returns the median time in which the exported model classifies one image, in milliseconds.
   *
   * @param folder receives the model; must not exist
   */
  public static double latencyMs(Map<String, float[]> weights, Path folder) throws IOException {
    InferenceModel.export(folder, weights);
    float[] image = new float[LabeledImages.PIXELS];
    double[] milliseconds = new double[LATENCY_IMAGES];
    try (Classifier classifier = Classifier.load(folder)) {
      for (int i = -LATENCY_WARM_UP; i < LATENCY_IMAGES; i++) {
        long start = System.nanoTime();
        classifier.classify(image, 1);
        if (i >= 0) {
          milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    Arrays.sort(milliseconds);
    return milliseconds[LATENCY_IMAGES / 2];
  }
}
