package org.tinymnist.train;

import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tinymnist.experiment.Recipe;

/**
 * A loop inside a graph that takes {@link StepGraph}s one after the other, in one call of the
 * session, for a GPU that computes them faster than it can be called.
 */
final class StepLoop {

  /** What goes round, and comes out. */
  private record State(
      Placeholder<TInt32> step,
      Placeholder<TInt32> images,
      Placeholder<TFloat32> hyperparameters,
      Placeholder<TInt64> seeds,
      Placeholder<TFloat32> scores) {

    static State addTo(Ops tf, int batch) {
      return new State(
          tf.placeholder(TInt32.class, Placeholder.shape(Shape.scalar())),
          tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, batch))),
          tf.placeholder(
              TFloat32.class,
              Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, StepGraph.HYPERPARAMETERS))),
          tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, 2))),
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, 2))));
    }

    Signature.Builder signature() {
      return Signature.builder()
          .input("step", step)
          .input("images", images)
          .input("hyperparameters", hyperparameters)
          .input("seeds", seeds)
          .input("scores", scores);
    }
  }

  private final State start;
  private final Output<TFloat32> scores;

  /**
   * Adds the loop to a graph.
   *
   * @param data what its images are taken from
   */
  StepLoop(Graph graph, Ops tf, Objective objective, DataVariables data) {
    this.start = State.addTo(tf, objective.recipe().batchSize());
    try (ConcreteFunction more = more(objective.recipe());
        ConcreteFunction body = body(objective, data)) {
      graph.attachFunction(more);
      graph.attachFunction(body);
      // A step needs the weights of the one before, so there is one at a time; and the loop becomes
      // part of the graph, since a function that is called runs on one device alone.
      Operation loop =
          graph
              .opBuilder("While", tf.scope().makeOpName("Steps"), tf.scope())
              .addInputList(
                  new Output<?>[] {
                    start.step().asOutput(),
                    start.images().asOutput(),
                    start.hyperparameters().asOutput(),
                    start.seeds().asOutput(),
                    start.scores().asOutput()
                  })
              .setAttr("cond", more)
              .setAttr("body", body)
              .setAttr("parallel_iterations", 1)
              .setAttr("_lower_using_switch_merge", true)
              .build();
      this.scores = loop.output(4);
    }
  }

  private static ConcreteFunction more(Recipe recipe) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      State now = State.addTo(tf, recipe.batchSize());
      return ConcreteFunction.create(
          now.signature().output("more", tf.math.less(now.step(), count(tf, now))).build(), graph);
    }
  }

  private static ConcreteFunction body(Objective objective, DataVariables data) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      State now = State.addTo(tf, objective.recipe().batchSize());
      Operand<TInt32> first = tf.constant(0);
      StepGraph step =
          StepGraph.addTo(
              graph,
              tf,
              objective,
              data,
              new StepGraph.Input(
                  tf.gather(now.images(), now.step(), first),
                  tf.gather(now.hyperparameters(), now.step(), first),
                  tf.gather(now.seeds(), now.step(), first)));
      Operand<TFloat32> score =
          tf.stack(
              List.of(
                  step.scores().loss(), tf.dtypes.cast(step.scores().correct(), TFloat32.class)));
      Operand<TInt32> steps = tf.range(first, count(tf, now), tf.constant(1));
      Operand<TBool> here = tf.expandDims(tf.math.equal(steps, now.step()), tf.constant(1));
      Ops after = tf.withControlDependencies(step.updates());
      return ConcreteFunction.create(
          now.signature()
              .output("next_step", after.math.add(now.step(), tf.constant(1)))
              .output("same_images", tf.identity(now.images()))
              .output("same_hyperparameters", tf.identity(now.hyperparameters()))
              .output("same_seeds", tf.identity(now.seeds()))
              .output("more_scores", tf.select(here, score, now.scores()))
              .build(),
          graph);
    }
  }

  private static Operand<TInt32> count(Ops tf, State state) {
    return tf.gather(tf.shape(state.hyperparameters()), tf.constant(0), tf.constant(0));
  }

  /**
   * Takes steps.
   *
   * @param steps of as many images each as the recipe's batches have
   * @return the score of each
   */
  List<BatchMetrics> run(Session session, List<StepInput> steps) {
    int[][] images = steps.stream().map(StepInput::images).toArray(int[][]::new);
    float[][] hyperparameters =
        steps.stream().map(StepInput::hyperparameters).toArray(float[][]::new);
    long[][] seeds = steps.stream().map(StepInput::seeds).toArray(long[][]::new);
    try (TInt32 first = TInt32.scalarOf(0);
        TInt32 i = TInt32.tensorOf(StdArrays.ndCopyOf(images));
        TFloat32 h = TFloat32.tensorOf(StdArrays.ndCopyOf(hyperparameters));
        TInt64 s = TInt64.tensorOf(StdArrays.ndCopyOf(seeds));
        TFloat32 none = TFloat32.tensorOf(Shape.of(steps.size(), 2));
        Result result =
            session
                .runner()
                .feed(start.step(), first)
                .feed(start.images(), i)
                .feed(start.hyperparameters(), h)
                .feed(start.seeds(), s)
                .feed(start.scores(), none)
                .fetch(scores)
                .run()) {
      TFloat32 rows = (TFloat32) result.get(0);
      return IntStream.range(0, steps.size())
          .mapToObj(
              step -> new BatchMetrics(rows.getFloat(step, 0), Math.round(rows.getFloat(step, 1))))
          .toList();
    }
  }
}
