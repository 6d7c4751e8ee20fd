package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.RunOptions.TraceLevel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Inference;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.Variables;
import org.tinymnist.results.Checkpoint;

/**
 * The graph and the session of one run: the data, one training step, and the evaluation.
 *
 * <p>The inputs of a step are the indices of its images, its hyperparameters and a seed; pixels and
 * labels are in the graph. Each operation uses one thread, which makes runs bit-identical. A run
 * with one core computes on the calling thread, so that several runs can share a machine.
 */
public final class TrainingGraph implements AutoCloseable {

  /** Number of test images per call: their activations fit into a core's cache. */
  private static final int EVALUATION_BATCH = 100;

  private final Graph graph = new Graph();
  private final Session session;
  private final int testCount;

  private final Variables weights;
  private final Variables buffers;

  private final Placeholder<TInt32> indices;
  private final Placeholder<TFloat32> hyperparameters;
  private final Placeholder<TInt64> seed;
  private final LossOps training;
  private final Op update;

  private final Placeholder<TInt32> testIndices;
  private final Operand<TFloat32> probabilities;
  private final LossOps evaluation;

  /**
   * Builds the graph and sets the initial weights. The data must stay open until this is closed.
   */
  public TrainingGraph(
      Recipe recipe, Map<String, float[]> initial, DataTensors data, Execution execution) {
    this.session = new Session(graph, config(execution.threads()));
    try {
      Ops tf = Ops.create(graph);
      List<ParameterSpec> trainable =
          Network.weights().stream().filter(ParameterSpec::trainable).toList();
      this.weights = new Variables(tf, "weights", Network.weights());
      this.buffers = new Variables(tf, "momentum", trainable);
      DataVariables train = DataVariables.addTo(tf, "train", data.train());
      DataVariables test = DataVariables.addTo(tf, "test", data.test());
      this.testCount = data.test().count();
      boolean deterministic = execution.device().deterministic();

      Ops step = tf.withSubScope("step");
      this.indices = placeholder(step, TInt32.class, Shape.of(Shape.UNKNOWN_SIZE));
      this.hyperparameters = placeholder(step, TFloat32.class, Shape.of(StepGraph.HYPERPARAMETERS));
      this.seed = placeholder(step, TInt64.class, Shape.of(2));
      StepGraph one =
          StepGraph.addTo(
              graph,
              step,
              recipe,
              deterministic,
              train,
              weights,
              buffers,
              new StepGraph.Input(indices, hyperparameters, seed));
      this.training = one.metrics();
      this.update = step.withControlDependencies(one.updates()).noOp();

      Ops evaluate = tf.withSubScope("evaluate");
      this.testIndices = placeholder(evaluate, TInt32.class, Shape.of(Shape.UNKNOWN_SIZE));
      Operand<TFloat32> pixels =
          evaluate.dtypes.cast(test.pixels(evaluate, testIndices), TFloat32.class);
      Inference inference = Inference.addTo(evaluate, weights.values(), pixels);
      this.probabilities = inference.probabilities();
      this.evaluation =
          LossOps.addTo(
              evaluate,
              inference.logits(),
              test.labels(evaluate, testIndices),
              recipe.labelSmoothing(),
              deterministic);

      train.set(session, data.train());
      test.set(session, data.test());
      weights.set(session, initial);
      buffers.set(
          session,
          trainable.stream()
              .collect(Collectors.toMap(ParameterSpec::name, weight -> new float[weight.size()])));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Takes one step and returns the metrics of the batch in training mode, before the update. */
  BatchMetrics step(StepInput input) {
    return step(input, runner -> fetch(runner, training));
  }

  /** Takes one step and returns start, end and device of each operation. */
  public RunMetadata traceStep(StepInput input) {
    return step(input, runner -> trace(runner, TraceLevel.FULL_TRACE));
  }

  private <T> T step(StepInput input, Function<Session.Runner, T> execution) {
    try (TInt32 i = TInt32.vectorOf(input.images());
        TFloat32 h = TFloat32.vectorOf(input.hyperparameters());
        TInt64 s = TInt64.vectorOf(input.seeds())) {
      return execution.apply(
          session
              .runner()
              .feed(indices, i)
              .feed(hyperparameters, h)
              .feed(seed, s)
              .addTarget(update));
    }
  }

  private static BatchMetrics fetch(Session.Runner runner, LossOps metrics) {
    try (Result result = runner.fetch(metrics.loss()).fetch(metrics.correct()).run()) {
      return new BatchMetrics(
          ((TFloat32) result.get(0)).getFloat(), ((TInt32) result.get(1)).getInt());
    }
  }

  /** Returns the metrics of all test images, with the running statistics. */
  BatchMetrics evaluate() {
    return inBatches(runner -> fetch(runner, evaluation)).stream()
        .reduce(BatchMetrics.NONE, BatchMetrics::plus);
  }

  private <T> List<T> inBatches(Function<Session.Runner, T> execution) {
    List<T> results = new ArrayList<>();
    for (int from = 0; from < testCount; from += EVALUATION_BATCH) {
      try (TInt32 range = testRange(from)) {
        results.add(execution.apply(session.runner().feed(testIndices, range)));
      }
    }
    return results;
  }

  /** Evaluates some test images and returns start, end and device of each operation. */
  RunMetadata traceEvaluation() {
    try (TInt32 range = testRange(0)) {
      return trace(
          session
              .runner()
              .feed(testIndices, range)
              .fetch(evaluation.loss())
              .fetch(evaluation.correct()),
          TraceLevel.SOFTWARE_TRACE);
    }
  }

  private static RunMetadata trace(Session.Runner runner, TraceLevel level) {
    RunOptions options = RunOptions.newBuilder().setTraceLevel(level).build();
    try (Result result = runner.setOptions(options).runAndFetchMetadata()) {
      return result.getMetadata().orElseThrow();
    }
  }

  /** Returns the probabilities of all test images, {@code [images][10]}. */
  float[][] predict() {
    return inBatches(this::probabilities).stream().flatMap(Arrays::stream).toArray(float[][]::new);
  }

  private float[][] probabilities(Session.Runner runner) {
    try (Result result = runner.fetch(probabilities).run()) {
      return StdArrays.array2dCopyOf((TFloat32) result.get(0));
    }
  }

  long parameters() {
    return weights.countTrainable();
  }

  Map<String, float[]> weights() {
    return weights.get(session);
  }

  Map<String, float[]> buffers() {
    return buffers.get(session);
  }

  void restore(Checkpoint checkpoint) {
    weights.set(session, checkpoint.weights());
    buffers.set(session, checkpoint.buffers());
  }

  private TInt32 testRange(int from) {
    int to = Math.min(from + EVALUATION_BATCH, testCount);
    return TInt32.vectorOf(IntStream.range(from, to).toArray());
  }

  private static <T extends TType> Placeholder<T> placeholder(Ops tf, Class<T> type, Shape shape) {
    return tf.placeholder(type, Placeholder.shape(shape));
  }

  /** Uses one thread per operation: with several, the order of summation would vary. */
  private static ConfigProto config(int threads) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        // -1 selects the calling thread, so that sessions do not wait for a shared pool.
        .setInterOpParallelismThreads(threads > 1 ? threads : -1)
        .setUsePerSessionThreads(threads > 1)
        .build();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
