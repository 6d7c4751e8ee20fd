package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tinymnist.model.Network;

/** Trains one network: a pure function of recipe, seed and data. */
public final class Trainer {

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
      float[][] testProbabilities) {}

  /**
   * Trains on the calling thread.
   *
   * @param seed every random choice of the run follows from it
   * @throws DivergedException if the loss is no longer finite
   */
  public static Outcome train(
      Recipe recipe, long seed, TrainingData data, TrainingListener listener) {
    Randomness randomness = new Randomness(seed);
    int images = data.train().count();
    int steps = stepsPerEpoch(recipe, images);
    long total = (long) steps * recipe.epochs();
    List<EpochMetrics> epochs = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    try (TrainingGraph graph =
        new TrainingGraph(recipe, randomness.initial(Network.weights()), data)) {
      for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
        long start = System.nanoTime();
        int[] order = randomness.order(epoch, images);
        TrainingGraph.Score sum = TrainingGraph.Score.NONE;
        Rates rates = null;
        for (int step = 0; step < steps; step++) {
          int from = step * recipe.batchSize();
          int to = Math.min(from + recipe.batchSize(), images);
          rates = recipe.schedule().at((long) (epoch - 1) * steps + step, total);
          sum =
              sum.plus(
                  graph.step(
                      Arrays.copyOfRange(order, from, to), rates, randomness.step(epoch, step)));
          if (!Double.isFinite(sum.loss())) {
            throw new DivergedException(epoch, step + 1, sum.loss());
          }
          listener.step(epoch, step + 1, rates, sum.loss() / to, (double) sum.correct() / to);
        }
        TrainingGraph.Score test = graph.evaluate();
        int testImages = data.test().count();
        EpochMetrics metrics =
            new EpochMetrics(
                epoch,
                rates.learningRate(),
                rates.momentum(),
                sum.loss() / images,
                (double) sum.correct() / images,
                test.loss() / testImages,
                (double) test.correct() / testImages);
        epochs.add(metrics);
        seconds.add((System.nanoTime() - start) / 1e9);
        listener.epoch(metrics);
      }
      return new Outcome(graph.parameters(), epochs, seconds, graph.weights(), graph.predict());
    }
  }

  /** Steps in an epoch; the last one may hold fewer images. */
  public static int stepsPerEpoch(Recipe recipe, int images) {
    return (images + recipe.batchSize() - 1) / recipe.batchSize();
  }
}
