package org.tinymnist.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.RunOptions.TraceLevel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Inference;
import org.tinymnist.model.Network;
import org.tinymnist.model.Variables;
import org.tinymnist.model.Weight;

/**
 * The graph and the session of one run: the data, one training step, and the evaluation.
 *
 * <p>A step feeds the indices of its images, its hyperparameters and a seed, nothing else: pixels
 * and labels are in the graph. It runs on the calling thread alone, which makes it repeatable to
 * the bit and lets several runs share a machine, one core each.
 */
final class TrainingGraph implements AutoCloseable {

  /** Test images that are evaluated at once: their activations fit into a core's cache. */
  private static final int EVALUATION_BATCH = 100;

  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final int testCount;

  private final Placeholder<TInt32> indices;
  private final Placeholder<TFloat32> learningRate;
  private final Placeholder<TFloat32> momentum;
  private final Placeholder<TInt64> seed;
  private final Optional<Placeholder<TFloat32>> augmentationStrength;
  private final Optional<Placeholder<TFloat32>> averageDecay;
  private final Scores training;
  private final Op update;
  private final Variables buffers;
  private final Optional<Variables> average;

  private final Placeholder<TInt32> testIndices;
  private final Operand<TFloat32> probabilities;
  private final Scores evaluation;

  /** Scalars of a batch: the sum of its losses, and how many images are classified rightly. */
  private record Scores(Operand<TFloat32> loss, Operand<TInt32> correct) {
    static Scores of(Ops tf, Operand<TFloat32> logits, Operand<TInt32> labels, double smoothing) {
      // PyTorch's label smoothing: 1 - s for the label, and s spread evenly over all classes.
      double each = smoothing / LabeledImages.CLASSES;
      Operand<TFloat32> target =
          tf.oneHot(
              labels,
              tf.constant(LabeledImages.CLASSES),
              tf.constant((float) (1 - smoothing + each)),
              tf.constant((float) each));
      Operand<TInt32> all = tf.constant(0);
      Operand<TFloat32> losses = tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss();
      Operand<TInt32> predicted = tf.math.argMax(logits, tf.constant(1), TInt32.class);
      Operand<TInt32> hits = tf.dtypes.cast(tf.math.equal(predicted, labels), TInt32.class);
      return new Scores(tf.sum(losses, all), tf.sum(hits, all));
    }

    Score fetch(Session.Runner runner) {
      try (Result result = runner.fetch(loss).fetch(correct).run()) {
        return new Score(((TFloat32) result.get(0)).getFloat(), ((TInt32) result.get(1)).getInt());
      }
    }
  }

  /**
   * How some images were classified.
   *
   * @param loss sum of their losses
   * @param correct how many rightly
   */
  record Score(double loss, long correct) {
    static final Score NONE = new Score(0, 0);

    Score plus(Score other) {
      return new Score(loss + other.loss, correct + other.correct);
    }
  }

  /**
   * Builds the graph and sets the initial weights.
   *
   * @param recipe what is trained
   * @param initial one array a weight
   * @param data must stay open as long as this graph
   */
  TrainingGraph(Recipe recipe, Map<String, float[]> initial, TrainingData data) {
    Ops tf = Ops.create(graph);
    this.variables = new Variables(tf, Network.weights());
    GraphData train = new GraphData(tf.withSubScope("train"), data.train());
    GraphData test = new GraphData(tf.withSubScope("test"), data.test());
    this.testCount = data.test().count();

    Ops step = tf.withSubScope("step");
    this.indices = placeholder(step, TInt32.class, Shape.of(Shape.UNKNOWN_SIZE));
    this.learningRate = placeholder(step, TFloat32.class, Shape.scalar());
    this.momentum = placeholder(step, TFloat32.class, Shape.scalar());
    this.seed = placeholder(step, TInt64.class, Shape.of(2));
    this.augmentationStrength =
        recipe.augmentation().fade().map(fade -> placeholder(step, TFloat32.class, Shape.scalar()));
    Operand<TInt32> batch = step.size(indices, TInt32.class);
    Operand<TFloat32> images = step.dtypes.cast(train.pixels(step, indices), TFloat32.class);
    if (!recipe.augmentation().isNone()) {
      images =
          RandomAffine.addTo(
              step, recipe.augmentation(), images, batch, seed, augmentationStrength);
    }
    TrainingBuilder builder =
        new TrainingBuilder(step, variables, recipe.precision(), recipe.dropout(), seed);
    Activation input = new Activation(Inference.normalise(step, images), 1, false);
    Operand<TFloat32> logits = Network.addTo(builder, input).value();
    this.training = Scores.of(step, logits, train.labels(step, indices), recipe.labelSmoothing());
    Operand<TFloat32> loss =
        step.math.div(training.loss(), step.dtypes.cast(batch, TFloat32.class));
    List<Op> updates = new ArrayList<>(builder.updates());
    GradientDescent optimizer =
        new GradientDescent(graph, learningRate, momentum, (float) recipe.weightDecay());
    updates.add(optimizer.applyGradients(gradients(loss), "update"));
    this.buffers = new Variables(tf.withSubScope("momentum"), buffers(optimizer));
    this.averageDecay =
        recipe.averaging().map(averaging -> placeholder(step, TFloat32.class, Shape.scalar()));
    this.average =
        recipe
            .averaging()
            .map(averaging -> new Variables(tf.withSubScope("average"), Network.weights()));
    Ops updated = step.withControlDependencies(updates);
    this.update =
        average
            .map(values -> updated.withControlDependencies(moved(updated, values)).noOp())
            .orElseGet(updated::noOp);

    Ops evaluate = tf.withSubScope("evaluate");
    this.testIndices = placeholder(evaluate, TInt32.class, Shape.of(Shape.UNKNOWN_SIZE));
    Inference inference =
        Inference.addTo(
            evaluate,
            variables,
            evaluate.dtypes.cast(test.pixels(evaluate, testIndices), TFloat32.class));
    this.probabilities = inference.probabilities();
    this.evaluation =
        Scores.of(
            evaluate,
            inference.logits(),
            test.labels(evaluate, testIndices),
            recipe.labelSmoothing());

    this.session = new Session(graph, oneCore());
    session.initialize();
    train.set(session, data.train());
    test.set(session, data.test());
    variables.set(session, initial);
    average.ifPresent(values -> values.set(session, initial));
  }

  /**
   * What one step is fed.
   *
   * @param images indices of training images
   * @param rates learning rate and momentum
   * @param strength of the augmentation, if it fades
   * @param decay of the average of the weights, if there is one: see {@link Averaging#decayAt}
   * @param seed what augmentation and dropout are drawn from
   */
  record Step(int[] images, Rates rates, double strength, double decay, long seed) {

    /** One with the whole augmentation, whose weights are the average. */
    Step(int[] images, Rates rates, long seed) {
      this(images, rates, 1, 0, seed);
    }
  }

  /**
   * One step of gradient descent.
   *
   * @return how the images were classified, in training mode, before the update
   */
  Score step(Step step) {
    return step(step, training::fetch);
  }

  /**
   * One step of gradient descent, under TensorFlow's tracer.
   *
   * @return when each operation ran, for how long, on which device
   */
  RunMetadata trace(Step step) {
    RunOptions full = RunOptions.newBuilder().setTraceLevel(TraceLevel.FULL_TRACE).build();
    return step(
        step,
        runner -> {
          try (Result result = runner.setOptions(full).runAndFetchMetadata()) {
            return result.getMetadata().orElseThrow();
          }
        });
  }

  private <T> T step(Step step, Function<Session.Runner, T> execution) {
    try (TInt32 i = TInt32.vectorOf(step.images());
        TFloat32 rate = TFloat32.scalarOf((float) step.rates().learningRate());
        TFloat32 m = TFloat32.scalarOf((float) step.rates().momentum());
        TFloat32 strength = TFloat32.scalarOf((float) step.strength());
        TFloat32 decay = TFloat32.scalarOf((float) step.decay());
        TInt64 s = TInt64.vectorOf(step.seed(), 0)) {
      Session.Runner runner =
          session
              .runner()
              .feed(indices, i)
              .feed(learningRate, rate)
              .feed(momentum, m)
              .feed(seed, s)
              .addTarget(update);
      augmentationStrength.ifPresent(placeholder -> runner.feed(placeholder, strength));
      averageDecay.ifPresent(placeholder -> runner.feed(placeholder, decay));
      return execution.apply(runner);
    }
  }

  /** Classifies all test images with the running statistics. */
  Score evaluate() {
    Score sum = Score.NONE;
    for (int from = 0; from < testCount; from += EVALUATION_BATCH) {
      try (TInt32 range = testRange(from)) {
        sum = sum.plus(evaluation.fetch(session.runner().feed(testIndices, range)));
      }
    }
    return sum;
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
    return Variables.countTrainable(graph);
  }

  /** The weights as they are, one array each. */
  Map<String, float[]> weights() {
    return variables.get(session);
  }

  /** Takes other weights. */
  void setWeights(Map<String, float[]> weights) {
    variables.set(session, weights);
  }

  /** The optimizer's momentum as it is, one array a trainable weight. */
  Map<String, float[]> buffers() {
    return buffers.get(session);
  }

  /** The average of the weights as it is, one array each; empty if the recipe has none. */
  Map<String, float[]> average() {
    return average.map(values -> values.get(session)).orElse(Map.of());
  }

  /** Takes a checkpoint's weights, momentum and average. */
  void restore(Checkpoint checkpoint) {
    variables.set(session, checkpoint.weights());
    buffers.set(session, checkpoint.buffers());
    average.ifPresent(values -> values.set(session, checkpoint.average()));
  }

  private TInt32 testRange(int from) {
    int to = Math.min(from + EVALUATION_BATCH, testCount);
    return TInt32.vectorOf(IntStream.range(from, to).toArray());
  }

  /**
   * Gradients of the loss with respect to the trainable weights. {@code Optimizer.minimize} would
   * take every variable of the graph, and fail on those that the loss does not depend on.
   */
  private List<GradAndVar<? extends TType>> gradients(Operand<TFloat32> loss) {
    List<Output<TFloat32>> weights =
        Network.weights().stream()
            .filter(Weight::trainable)
            .map(weight -> variables.get(weight).asOutput())
            .toList();
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), weights.toArray(Output<?>[]::new));
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (int i = 0; i < gradients.length; i++) {
      pairs.add(new GradAndVar<>(gradients[i].expect(TFloat32.class), weights.get(i)));
    }
    return pairs;
  }

  /** The average of the weights after a step: {@code decay * average + (1 - decay) * weight}. */
  private List<Op> moved(Ops tf, Variables average) {
    Operand<TFloat32> decay = averageDecay.orElseThrow();
    Operand<TFloat32> rest = tf.math.sub(tf.constant(1f), decay);
    List<Op> moves = new ArrayList<>();
    for (Weight weight : Network.weights()) {
      Variable<TFloat32> mean = average.get(weight);
      moves.add(
          tf.assign(
              mean,
              tf.math.add(tf.math.mul(mean, decay), tf.math.mul(variables.get(weight), rest))));
    }
    return moves;
  }

  /** The optimizer's buffers, by the names of their weights. */
  private Map<String, Variable<TFloat32>> buffers(GradientDescent optimizer) {
    Map<String, Variable<TFloat32>> buffers = new LinkedHashMap<>();
    for (Weight weight : Network.weights()) {
      if (weight.trainable()) {
        buffers.put(
            weight.name(),
            optimizer
                .getSlot(variables.get(weight).asOutput(), GradientDescent.BUFFER)
                .orElseThrow());
      }
    }
    return buffers;
  }

  private static <T extends TType> Placeholder<T> placeholder(Ops tf, Class<T> type, Shape shape) {
    return tf.placeholder(type, Placeholder.shape(shape));
  }

  /** Runs each op on the thread that calls: no pool, so sessions do not wait for one another. */
  private static ConfigProto oneCore() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .build();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
