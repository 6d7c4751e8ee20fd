package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.Checkpoint.Partial;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.RunRecord.Divergence;

/** Trains one network: a pure function of recipe, seed and data. */
public final class Trainer {

  /**
   * Version of the training results. Increase it with every change after which a run with the same
   * recipe, seed and data gives different bits: finished runs of another version are trained again.
   */
  public static final int VERSION = 1;

  /** Receives the progress of a run, on the run's thread. */
  public interface Listener {

    /**
     * Called after each step; epochs and their steps count from 1, loss and accuracy are means over
     * the epoch so far.
     */
    void step(int epoch, int step, Rates rates, double loss, double accuracy);

    /** Called after each epoch and its evaluation. */
    void epoch(EpochMetrics metrics);
  }

  /**
   * A trained network.
   *
   * @param parameters number of trainable parameters in the graph
   * @param seconds duration of each epoch, including its evaluation
   * @param testProbabilities {@code [test images][10]}
   */
  public record Result(
      long parameters,
      List<EpochMetrics> epochs,
      List<Double> seconds,
      Map<String, float[]> weights,
      float[][] testProbabilities) {}

  /** Thrown when a run's loss is no longer a finite number. */
  public static final class DivergedException extends RuntimeException {

    private final Divergence divergence;

    /** Epoch and step, both from 1, and the loss. */
    public DivergedException(int epoch, int step, double loss) {
      super(
          "diverged at epoch %s, step %s: loss is %s; a lower learning rate may help"
              .formatted(epoch, step, loss));
      this.divergence = new Divergence(epoch, step, Double.toString(loss));
    }

    public Divergence divergence() {
      return divergence;
    }
  }

  /** Thrown when a run stops on request, after saving a checkpoint. */
  public static final class StoppedException extends RuntimeException {

    /** The current epoch, from 1, and its last completed step; 0 before the first. */
    public StoppedException(int epoch, int step) {
      super(
          "stopped in epoch %s after step %s; run the same command again to resume"
              .formatted(epoch, step));
    }
  }

  private final Recipe recipe;
  private final RandomStreams random;
  private final DataTensors data;
  private final int stepsPerEpoch;
  private final TrainingGraph graph;
  private final List<EpochMetrics> epochs = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private Partial partial = Partial.NONE;

  private Trainer(Recipe recipe, RandomStreams random, DataTensors data, TrainingGraph graph) {
    this.recipe = recipe;
    this.random = random;
    this.data = data;
    this.stepsPerEpoch = recipe.stepsPerEpoch(data.train().count());
    this.graph = graph;
  }

  /**
   * Trains a model. A run that resumes from a checkpoint is bit-identical to an uninterrupted one.
   *
   * @param seed determines all random choices of the run
   * @param checkpoints store to resume from; a checkpoint is saved after each epoch except the last
   * @throws DivergedException if the loss is no longer finite
   * @throws StoppedException if the store requests it
   * @throws IllegalStateException if TensorFlow uses another device
   */
  public static Result train(
      Recipe recipe,
      long seed,
      DataTensors data,
      Execution execution,
      Checkpoint.Store checkpoints,
      Listener listener) {
    RandomStreams random = new RandomStreams(seed);
    try (TrainingGraph graph =
        new TrainingGraph(recipe, random.initial(Network.weights()), data, execution)) {
      if (!execution.device().ran(graph.traceEvaluation())) {
        throw new IllegalStateException(
            "TensorFlow does not run this on " + execution.device().name());
      }
      Trainer trainer = new Trainer(recipe, random, data, graph);
      checkpoints.newest().ifPresent(trainer::restore);
      while (trainer.epochs.size() < recipe.epochs()) {
        trainer.epoch(checkpoints, listener);
      }
      return new Result(
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

  /** Trains the rest of an epoch and evaluates. */
  private void epoch(Checkpoint.Store checkpoints, Listener listener) {
    int epoch = epochs.size() + 1;
    int[] order = random.order(epoch, data.train().count());
    double before = partial.seconds();
    long start = System.nanoTime();
    BatchMetrics sum = new BatchMetrics(partial.loss(), partial.correct());
    Rates rates = null;
    for (int done = partial.steps(); done < stepsPerEpoch; ) {
      StepInput input = input(order, epoch, done);
      sum = sum.plus(graph.step(input));
      rates = input.rates();
      done++;
      if (!Double.isFinite(sum.loss())) {
        throw new DivergedException(epoch, done, sum.loss());
      }
      int images = Math.min(done * recipe.batchSize(), order.length);
      listener.step(epoch, done, rates, sum.loss() / images, (double) sum.correct() / images);
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

  /** Returns the input of a step, counted from 0 within the epoch. */
  private StepInput input(int[] order, int epoch, int step) {
    long ofRun = (long) (epoch - 1) * stepsPerEpoch + step;
    int from = step * recipe.batchSize();
    return new StepInput(
        Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), order.length)),
        recipe.schedule().at(ofRun, (long) stepsPerEpoch * recipe.epochs()),
        recipe.strengthAt(ofRun, stepsPerEpoch),
        random.stepSeed(epoch, step));
  }
}
