package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tinymnist.device.Device;
import org.tinymnist.model.Network;
import org.tinymnist.model.Weight;
import org.tinymnist.train.TrainingGraph.Score;
import org.tinymnist.train.TrainingGraph.Step;

/** Trains one network: a pure function of recipe, seed and data. */
public final class Trainer {

  /**
   * Steps of one call on a GPU: a seventh of MNIST in batches of 128, so that a run still tells how
   * it goes.
   */
  private static final int STEPS_PER_CALL = 67;

  /** A step has this many operations at most that do not wait for one another, and take time. */
  private static final int MOST_THREADS = 2;

  private Trainer() {}

  /**
   * What a run came to.
   *
   * @param parameters trainable parameters, counted from the graph's variables
   * @param epochs one an epoch
   * @param seconds time of each epoch, its evaluation included
   * @param weights one array a weight, after the last epoch
   * @param testProbabilities {@code [test images][10]}, from these weights
   */
  public record Outcome(
      long parameters,
      List<EpochMetrics> epochs,
      List<Double> seconds,
      Map<String, float[]> weights,
      float[][] testProbabilities) {

    /** Fraction of the test images, after the last epoch. */
    public double testAccuracy() {
      return epochs.get(epochs.size() - 1).testAccuracy();
    }
  }

  /**
   * Trains. A run that goes on from a checkpoint ends in the same bits as one that was never
   * interrupted.
   *
   * @param seed every random choice of the run follows from it
   * @param device what it is to run on
   * @param threads as {@link #threads} gives them; the bits are the same with any number
   * @param checkpoints asked for one to go on from, and given one after each epoch but the last
   * @throws DivergedException if the loss is no longer finite
   * @throws IllegalStateException if TensorFlow runs it on something else
   */
  public static Outcome train(
      Recipe recipe,
      long seed,
      TrainingData data,
      Device device,
      int threads,
      Checkpoint.Store checkpoints,
      TrainingListener listener) {
    return train(recipe, seed, data, device, threads, stepsPerCall(device), checkpoints, listener);
  }

  /** How many threads a run makes use of: 1 computes on the thread that calls. */
  public static int threads(Device device, int cores) {
    return device.gpu() ? 1 : Math.max(1, Math.min(cores, MOST_THREADS));
  }

  /** Steps that a device takes in one call: a listener hears of them together. */
  public static int stepsPerCall(Device device) {
    return device.gpu() ? STEPS_PER_CALL : 1;
  }

  /** The same, with as many steps a call as is said. */
  static Outcome train(
      Recipe recipe,
      long seed,
      TrainingData data,
      Device device,
      int threads,
      int stepsPerCall,
      Checkpoint.Store checkpoints,
      TrainingListener listener) {
    Randomness randomness = new Randomness(seed);
    List<EpochMetrics> epochs = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    try (TrainingGraph graph =
        new TrainingGraph(
            recipe,
            randomness.initial(Network.weights()),
            data,
            stepsPerCall > 1,
            Speedup.ALL,
            threads)) {
      if (!device.ran(graph.traceEvaluation())) {
        throw new IllegalStateException("TensorFlow does not run this on " + device.name());
      }
      checkpoints
          .newest()
          .ifPresent(
              checkpoint -> {
                graph.restore(checkpoint);
                epochs.addAll(checkpoint.epochs());
                seconds.addAll(checkpoint.seconds());
              });
      while (epochs.size() < recipe.epochs()) {
        int epoch = epochs.size() + 1;
        long start = System.nanoTime();
        EpochMetrics metrics =
            epoch(graph, recipe, randomness, data, epoch, stepsPerCall, listener);
        epochs.add(metrics);
        seconds.add((System.nanoTime() - start) / 1e9);
        if (epoch < recipe.epochs()) {
          checkpoints.save(
              new Checkpoint(epochs, seconds, graph.weights(), graph.buffers(), graph.average()));
        }
        listener.epoch(metrics);
        listener.weights(graph::weights);
      }
      return new Outcome(graph.parameters(), epochs, seconds, graph.weights(), graph.predict());
    }
  }

  private static EpochMetrics epoch(
      TrainingGraph graph,
      Recipe recipe,
      Randomness randomness,
      TrainingData data,
      int epoch,
      int stepsPerCall,
      TrainingListener listener) {
    int images = data.train().count();
    int count = stepsPerEpoch(recipe, images);
    int[] order = randomness.order(epoch, images);
    Score sum = Score.NONE;
    Rates rates = null;
    int seen = 0;
    for (int from = 0; from < count; from += stepsPerCall) {
      List<Step> steps =
          IntStream.range(from, Math.min(from + stepsPerCall, count))
              .mapToObj(step -> step(recipe, randomness, order, epoch, step))
              .toList();
      List<Score> scores = graph.steps(steps);
      for (int i = 0; i < steps.size(); i++) {
        seen += steps.get(i).images().length;
        rates = steps.get(i).rates();
        sum = sum.plus(scores.get(i));
        if (!Double.isFinite(sum.loss())) {
          throw new DivergedException(epoch, from + i + 1, sum.loss());
        }
        double accuracy = (double) sum.correct() / seen;
        listener.step(epoch, from + i + 1, rates, sum.loss() / seen, accuracy);
      }
    }
    if (epoch == recipe.epochs() && recipe.endsWithAverage()) {
      graph.setWeights(graph.average());
      estimateStatistics(graph, recipe, randomness, images);
    }
    Score test = graph.evaluate();
    int testImages = data.test().count();
    return new EpochMetrics(
        epoch,
        rates.learningRate(),
        rates.momentum(),
        sum.loss() / images,
        (double) sum.correct() / images,
        test.loss() / testImages,
        (double) test.correct() / testImages);
  }

  private static Step step(Recipe recipe, Randomness randomness, int[] order, int epoch, int step) {
    int steps = stepsPerEpoch(recipe, order.length);
    long all = (long) (epoch - 1) * steps + step;
    return new Step(
        batch(recipe, order, step),
        recipe.schedule().at(all, (long) steps * recipe.epochs()),
        recipe.strengthAt(all, steps),
        recipe.averageDecayAt(all, steps),
        randomness.step(epoch, step));
  }

  /** The images of a step; those of an epoch's last one may be fewer. */
  private static int[] batch(Recipe recipe, int[] order, int step) {
    int from = step * recipe.batchSize();
    return Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), order.length));
  }

  /**
   * Estimates BatchNorm's statistics for weights that no step has seen: the mean of the running
   * ones over another epoch of steps that change no weight.
   */
  private static void estimateStatistics(
      TrainingGraph graph, Recipe recipe, Randomness randomness, int images) {
    int steps = stepsPerEpoch(recipe, images);
    int epoch = recipe.epochs() + 1;
    int[] order = randomness.order(epoch, images);
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (int step = 0; step < steps; step++) {
      int[] batch = batch(recipe, order, step);
      double strength = recipe.strengthAt((long) recipe.epochs() * steps + step, steps);
      graph.step(new Step(batch, new Rates(0, 0), strength, 1, randomness.step(epoch, step)));
      Map<String, float[]> weights = graph.weights();
      for (Weight weight : Network.weights()) {
        if (!weight.trainable()) {
          float[] values = weights.get(weight.name());
          double[] sum = sums.computeIfAbsent(weight.name(), key -> new double[values.length]);
          for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
          }
        }
      }
    }
    Map<String, float[]> weights = graph.weights();
    sums.forEach(
        (name, sum) -> {
          float[] mean = new float[sum.length];
          for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / steps);
          }
          weights.put(name, mean);
        });
    graph.setWeights(weights);
  }

  /** Steps in an epoch; the last one may hold fewer images. */
  public static int stepsPerEpoch(Recipe recipe, int images) {
    return (images + recipe.batchSize() - 1) / recipe.batchSize();
  }
}
