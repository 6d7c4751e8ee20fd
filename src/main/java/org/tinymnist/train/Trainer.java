package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.Checkpoint.Partial;
import org.tinymnist.results.EpochMetrics;

/** Trains one network: a pure function of recipe, seed and data. */
public final class Trainer {

  private final Recipe recipe;
  private final RandomStreams randomness;
  private final DataTensors data;
  private final int stepsPerEpoch;
  private final TrainingGraph graph;
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private Partial partial = Partial.NONE;

  private Trainer(Recipe recipe, RandomStreams randomness, DataTensors data, TrainingGraph graph) {
    this.recipe = recipe;
    this.randomness = randomness;
    this.data = data;
    this.stepsPerEpoch = recipe.stepsPerEpoch(data.train().count());
    this.graph = graph;
  }

  /**
   * Trains. A run that goes on from a checkpoint ends in the same bits as one that was never
   * interrupted.
   *
   * @param seed every random choice of the run follows from it
   * @param checkpoints asked for one to go on from, and given one after each epoch but the last
   * @throws DivergedException if the loss is no longer finite
   * @throws StoppedException if the store asked for it
   * @throws IllegalStateException if TensorFlow runs it on another device
   */
  public static TrainedModel train(
      Recipe recipe,
      long seed,
      DataTensors data,
      Execution execution,
      Checkpoint.Store checkpoints,
      TrainingListener listener) {
    RandomStreams randomness = new RandomStreams(seed);
    try (TrainingGraph graph =
        new TrainingGraph(
            new Objective(recipe, execution.device().deterministic()),
            randomness.initial(Network.weights()),
            data,
            execution.stepsPerCall() > 1,
            execution.threads())) {
      if (!execution.device().ran(graph.traceEvaluation())) {
        throw new IllegalStateException(
            "TensorFlow does not run this on " + execution.device().name());
      }
      Trainer trainer = new Trainer(recipe, randomness, data, graph);
      checkpoints.newest().ifPresent(trainer::restore);
      while (trainer.epochs.size() < recipe.epochs()) {
        trainer.epoch(execution.stepsPerCall(), checkpoints, listener);
      }
      return new TrainedModel(
          graph.parameters(), trainer.epochs, trainer.seconds, graph.weights(), graph.predict());
    }
  }

  private void restore(Checkpoint checkpoint) {
    graph.restore(checkpoint);
    epochs.addAll(checkpoint.epochs());
    seconds.addAll(checkpoint.seconds());
    partial = checkpoint.partial();
  }

  private void save(Checkpoint.Store checkpoints) {
    checkpoints.save(new Checkpoint(epochs, seconds, partial, graph.weights(), graph.buffers()));
  }

  /** Trains the rest of an epoch, and evaluates. */
  private void epoch(int stepsPerCall, Checkpoint.Store checkpoints, TrainingListener listener) {
    int epoch = epochs.size() + 1;
    int[] order = randomness.order(epoch, data.train().count());
    double before = partial.seconds();
    long start = System.nanoTime();
    BatchMetrics sum = new BatchMetrics(partial.loss(), partial.correct());
    Rates rates = null;
    for (int from = partial.steps(); from < stepsPerEpoch; from += stepsPerCall) {
      List<StepInput> steps =
          IntStream.range(from, Math.min(from + stepsPerCall, stepsPerEpoch))
              .mapToObj(step -> step(order, epoch, step))
              .toList();
      List<BatchMetrics> scores = graph.steps(steps);
      for (int i = 0; i < steps.size(); i++) {
        int done = from + i + 1;
        int seen = Math.min(done * recipe.batchSize(), order.length);
        rates = steps.get(i).rates();
        sum = sum.plus(scores.get(i));
        if (!Double.isFinite(sum.loss())) {
          throw new DivergedException(epoch, done, sum.loss());
        }
        listener.step(epoch, done, rates, sum.loss() / seen, (double) sum.correct() / seen);
      }
      int done = from + steps.size();
      if (done < stepsPerEpoch && checkpoints.stopRequested()) {
        partial = new Partial(done, sum.loss(), sum.correct(), before + since(start));
        save(checkpoints);
        throw new StoppedException(epoch, done);
      }
    }
    EpochMetrics metrics = evaluate(epoch, rates, sum);
    epochs.add(metrics);
    seconds.add(before + since(start));
    partial = Partial.NONE;
    if (epoch < recipe.epochs()) {
      save(checkpoints);
    }
    listener.epoch(metrics);
    if (epoch < recipe.epochs() && checkpoints.stopRequested()) {
      throw new StoppedException(epoch + 1, 0);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private EpochMetrics evaluate(int epoch, Rates rates, BatchMetrics train) {
    BatchMetrics test = graph.evaluate();
    int trainImages = data.train().count();
    int testImages = data.test().count();
    return new EpochMetrics(
        epoch,
        rates.learningRate(),
        rates.momentum(),
        train.loss() / trainImages,
        (double) train.correct() / trainImages,
        test.loss() / testImages,
        (double) test.correct() / testImages);
  }

  private StepInput step(int[] order, int epoch, int step) {
    long all = (long) (epoch - 1) * stepsPerEpoch + step;
    int from = step * recipe.batchSize();
    return new StepInput(
        Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), order.length)),
        recipe.schedule().at(all, (long) stepsPerEpoch * recipe.epochs()),
        recipe.strengthAt(all, stepsPerEpoch),
        randomness.step(epoch, step));
  }
}
