package org.tinymnist.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
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
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Inference;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.Variables;
import org.tinymnist.results.Checkpoint;

/**
 * The graph and the session of one run: the data, one training step, and the evaluation.
 *
 * <p>A step feeds the indices of its images, its hyperparameters and a seed, nothing else: pixels
 * and labels are in the graph. Each operation is computed by one thread alone, which makes a run
 * repeatable to the bit; where a run has but one core, all are by the thread that calls, which lets
 * several runs share a machine.
 */
final class TrainingGraph implements AutoCloseable {

  /** Test images that are evaluated at once: their activations fit into a core's cache. */
  private static final int EVALUATION_BATCH = 100;

  private final Graph graph = new Graph();
  private final Session session;
  private final int batchSize;
  private final int testCount;

  private final Variables weights;
  private final Variables buffers;

  private final Placeholder<TInt32> indices;
  private final Placeholder<TFloat32> hyperparameters;
  private final Placeholder<TInt64> seed;
  private final LossOps training;
  private final Op update;
  private final Optional<StepLoop> loop;

  private final Placeholder<TInt32> testIndices;
  private final Operand<TFloat32> probabilities;
  private final LossOps evaluation;

  /** Builds a graph that takes one step a call, and sets the initial weights. */
  TrainingGraph(Recipe recipe, Map<String, float[]> initial, DataTensors data) {
    this(new Objective(recipe, false), initial, data, false, 1);
  }

  /**
   * Builds the graph and sets the initial weights.
   *
   * @param objective what is trained
   * @param initial one array a weight
   * @param data must stay open as long as this graph
   * @param looped whether several steps are to be one call
   * @param threads see {@link #session(int)}
   */
  TrainingGraph(
      Objective objective,
      Map<String, float[]> initial,
      DataTensors data,
      boolean looped,
      int threads) {
    Ops tf = Ops.create(graph);
    List<ParameterSpec> trainable =
        Network.weights().stream().filter(ParameterSpec::trainable).toList();
    this.weights = Variables.shared(tf, StepGraph.WEIGHTS, Network.weights());
    this.buffers = Variables.shared(tf, StepGraph.MOMENTUM, trainable);
    DataVariables train = new DataVariables(tf, "train", data.train());
    DataVariables test = new DataVariables(tf, "test", data.test());
    this.batchSize = objective.recipe().batchSize();
    this.testCount = data.test().count();

    Ops step = tf.withSubScope("step");
    this.indices = placeholder(step, TInt32.class, Shape.of(Shape.UNKNOWN_SIZE));
    this.hyperparameters = placeholder(step, TFloat32.class, Shape.of(StepGraph.HYPERPARAMETERS));
    this.seed = placeholder(step, TInt64.class, Shape.of(2));
    StepGraph one =
        StepGraph.addTo(
            graph, step, objective, train, new StepGraph.Input(indices, hyperparameters, seed));
    this.training = one.scores();
    this.update = step.withControlDependencies(one.updates()).noOp();
    this.loop = looped ? Optional.of(new StepLoop(graph, tf, objective, train)) : Optional.empty();

    Ops evaluate = tf.withSubScope("evaluate");
    this.testIndices = placeholder(evaluate, TInt32.class, Shape.of(Shape.UNKNOWN_SIZE));
    Inference inference =
        Inference.addTo(
            evaluate,
            weights.values(),
            evaluate.dtypes.cast(test.pixels(evaluate, testIndices), TFloat32.class));
    this.probabilities = inference.probabilities();
    this.evaluation =
        LossOps.addTo(evaluate, inference.logits(), test.labels(evaluate, testIndices), objective);

    this.session = new Session(graph, session(threads));
    train.set(session, data.train());
    test.set(session, data.test());
    weights.set(session, initial);
    buffers.set(
        session,
        trainable.stream()
            .collect(Collectors.toMap(ParameterSpec::name, weight -> new float[weight.size()])));
  }

  /**
   * Steps one after the other: those of whole batches in one call of the session if the graph has a
   * loop, which changes no bit.
   *
   * @return the score of each
   */
  List<BatchMetrics> steps(List<StepInput> steps) {
    List<StepInput> whole =
        steps.stream().takeWhile(step -> step.images().length == batchSize).toList();
    List<BatchMetrics> scores = new ArrayList<>();
    loop.filter(any -> whole.size() > 1).ifPresent(each -> scores.addAll(each.run(session, whole)));
    steps.stream().skip(scores.size()).map(this::step).forEach(scores::add);
    return scores;
  }

  /**
   * One step of gradient descent.
   *
   * @return how the images were classified, in training mode, before the update
   */
  BatchMetrics step(StepInput step) {
    return step(step, runner -> fetch(runner, training));
  }

  /**
   * One step of gradient descent, under TensorFlow's tracer.
   *
   * @return when each operation ran, for how long, on which device
   */
  RunMetadata trace(StepInput step) {
    return step(step, runner -> trace(runner, TraceLevel.FULL_TRACE));
  }

  private <T> T step(StepInput step, Function<Session.Runner, T> execution) {
    try (TInt32 i = TInt32.vectorOf(step.images());
        TFloat32 h = TFloat32.vectorOf(step.hyperparameters());
        TInt64 s = TInt64.vectorOf(step.seeds())) {
      return execution.apply(
          session
              .runner()
              .feed(indices, i)
              .feed(hyperparameters, h)
              .feed(seed, s)
              .addTarget(update));
    }
  }

  private static BatchMetrics fetch(Session.Runner runner, LossOps scores) {
    try (Result result = runner.fetch(scores.loss()).fetch(scores.correct()).run()) {
      return new BatchMetrics(
          ((TFloat32) result.get(0)).getFloat(), ((TInt32) result.get(1)).getInt());
    }
  }

  /** Classifies all test images with the running statistics. */
  BatchMetrics evaluate() {
    BatchMetrics sum = BatchMetrics.NONE;
    for (int from = 0; from < testCount; from += EVALUATION_BATCH) {
      try (TInt32 range = testRange(from)) {
        sum = sum.plus(fetch(session.runner().feed(testIndices, range), evaluation));
      }
    }
    return sum;
  }

  /**
   * Classifies the first test images under TensorFlow's tracer.
   *
   * @return when each operation ran, for how long, on which device
   */
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

  /**
   * Probabilities of all test images.
   *
   * @return {@code [images][10]}
   */
  float[][] predict() {
    float[][] rows = new float[testCount][LabeledImages.CLASSES];
    for (int from = 0; from < testCount; from += EVALUATION_BATCH) {
      try (TInt32 range = testRange(from);
          Result result = session.runner().feed(testIndices, range).fetch(probabilities).run()) {
        TFloat32 batch = (TFloat32) result.get(0);
        for (int i = 0; i < range.size(); i++) {
          for (int c = 0; c < LabeledImages.CLASSES; c++) {
            rows[from + i][c] = batch.getFloat(i, c);
          }
        }
      }
    }
    return rows;
  }

  /** Trainable parameters, counted from the variables of this graph. */
  long parameters() {
    return weights.countTrainable();
  }

  /** The weights as they are, one array each. */
  Map<String, float[]> weights() {
    return weights.get(session);
  }

  /** The optimizer's momentum as it is, one array a trainable weight. */
  Map<String, float[]> buffers() {
    return buffers.get(session);
  }

  /** Takes a checkpoint's weights and momentum. */
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

  /**
   * Each operation is computed by one thread, for several would not repeat its bits.
   *
   * @param threads how many operations may be computed at once; if it is one, by the thread that
   *     calls: without a pool, sessions do not wait for one another
   */
  private static ConfigProto session(int threads) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
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
