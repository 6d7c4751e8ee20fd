package org.tinymnist.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;
import org.tinymnist.model.Inference;
import org.tinymnist.model.Network;
import org.tinymnist.model.Resource;
import org.tinymnist.model.Weight;

/**
 * One step of gradient descent, as part of a graph or of a function that the graph calls. All that
 * it changes are resources: the weights, their momentum, and their average if there is one.
 *
 * @param scores in training mode, before the update
 * @param updates to be run with the step
 */
record TrainingStep(Scores scores, List<Op> updates) {

  /** Scope of the weights. */
  static final String WEIGHTS = "weights";

  /** Scope of the optimizer's buffers, one a trainable weight. */
  static final String MOMENTUM = "momentum";

  /** Scope of the moving average of the weights. */
  static final String AVERAGE = "average";

  /** How many hyperparameters a step is fed. */
  static final int HYPERPARAMETERS = 4;

  /**
   * What a step is fed.
   *
   * @param images {@code [batch]}: indices of training images
   * @param hyperparameters {@code [4]}: learning rate, momentum, strength of the augmentation,
   *     decay of the average of the weights
   * @param seed {@code [2]}: what augmentation and dropout are drawn from
   */
  record Input(Operand<TInt32> images, Operand<TFloat32> hyperparameters, Operand<TInt64> seed) {}

  /** Adds a step to a graph. */
  static TrainingStep addTo(
      Graph graph, Ops tf, Recipe recipe, Set<Speedup> speedups, GraphData data, Input input) {
    List<? extends Operand<TFloat32>> each =
        tf.unstack(input.hyperparameters(), (long) HYPERPARAMETERS).output();
    Operand<TFloat32> learningRate = each.get(0);
    Operand<TFloat32> momentum = each.get(1);
    Operand<TFloat32> strength = each.get(2);
    Operand<TFloat32> decay = each.get(3);
    Operand<TInt32> batch = tf.size(input.images(), TInt32.class);
    Operand<TFloat32> images = tf.dtypes.cast(data.pixels(tf, input.images()), TFloat32.class);
    images = augment(tf, recipe.augmentation(), images, batch, input.seed(), strength);
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    for (Weight weight : Network.weights()) {
      weights.put(weight.name(), Resource.of(WEIGHTS, weight).read(tf));
    }
    TrainingBuilder builder =
        new TrainingBuilder(
            tf, weights, recipe.precision(), recipe.dropout(), input.seed(), speedups);
    Activation pixels = new Activation(Inference.normalise(tf, images), 1, false);
    Operand<TFloat32> logits = Network.addTo(builder, pixels).value();
    Scores scores = Scores.addTo(tf, logits, data.labels(tf, input.images()), recipe);
    Operand<TFloat32> loss = tf.math.div(scores.loss(), tf.dtypes.cast(batch, TFloat32.class));

    List<Op> updates = new ArrayList<>();
    Map<Output<?>, Weight> trainable = new LinkedHashMap<>();
    for (Weight weight : Network.weights()) {
      if (weight.trainable()) {
        trainable.put(weights.get(weight.name()).asOutput(), weight);
      } else {
        Operand<TFloat32> statistics = builder.statistics().get(weight.name());
        updates.add(Resource.of(WEIGHTS, weight).assign(tf, statistics));
      }
    }
    GradientDescent optimizer =
        new GradientDescent(
            graph,
            trainable,
            learningRate,
            momentum,
            (float) recipe.weightDecay(),
            recipe.nesterov());
    updates.add(optimizer.applyGradients(gradients(graph, loss, trainable), "update"));
    if (recipe.averaging().isPresent()) {
      updates.addAll(average(tf.withControlDependencies(updates), decay));
    }
    return new TrainingStep(scores, updates);
  }

  private static Operand<TFloat32> augment(
      Ops tf,
      Augmentation augmentation,
      Operand<TFloat32> images,
      Operand<TInt32> batch,
      Operand<TInt64> seed,
      Operand<TFloat32> strength) {
    Optional<Operand<TFloat32>> faded = augmentation.fade().map(fade -> strength);
    Operand<TFloat32> augmented = images;
    if (augmentation.elastic().isPresent()) {
      Elastic elastic = augmentation.elastic().get();
      augmented = ElasticDistortion.addTo(tf, elastic, augmented, batch, seed, faded);
    }
    if (augmentation.isAffine()) {
      augmented = RandomAffine.addTo(tf, augmentation, augmented, batch, seed, faded);
    }
    return augmented;
  }

  /**
   * Gradients of the loss with respect to the trainable weights. {@code Optimizer.minimize} would
   * take every variable of the graph, and fail on those that the loss does not depend on.
   */
  private static List<GradAndVar<? extends TType>> gradients(
      Graph graph, Operand<TFloat32> loss, Map<Output<?>, Weight> weights) {
    Output<?>[] values = weights.keySet().toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), values);
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      pairs.add(
          new GradAndVar<>(gradients[i].expect(TFloat32.class), values[i].expect(TFloat32.class)));
    }
    return pairs;
  }

  /** The average after a step: {@code decay * average + (1 - decay) * weight}. */
  private static List<Op> average(Ops tf, Operand<TFloat32> decay) {
    Operand<TFloat32> rest = tf.math.sub(tf.constant(1f), decay);
    List<Op> updates = new ArrayList<>();
    for (Weight weight : Network.weights()) {
      Resource<TFloat32> average = Resource.of(AVERAGE, weight);
      Operand<TFloat32> old = tf.math.mul(average.read(tf), decay);
      Operand<TFloat32> own = tf.math.mul(Resource.of(WEIGHTS, weight).read(tf), rest);
      updates.add(average.assign(tf, tf.math.add(old, own)));
    }
    return updates;
  }
}
