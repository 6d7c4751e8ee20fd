package org.tinymnist.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer.GradAndVar;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Inference;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.ResourceVariable;

/**
 * One step of gradient descent, as part of a graph or of a function that the graph calls. All that
 * it changes are resources: the weights and their momentum.
 *
 * @param scores in training mode, before the update
 * @param updates to be run with the step
 */
record StepGraph(LossOps scores, List<Op> updates) {

  /** Scope of the weights. */
  static final String WEIGHTS = "weights";

  /** Scope of the optimizer's buffers, one a trainable weight. */
  static final String MOMENTUM = "momentum";

  /** How many hyperparameters a step is fed. */
  static final int HYPERPARAMETERS = 3;

  /**
   * What a step is fed.
   *
   * @param images {@code [batch]}: indices of training images
   * @param hyperparameters {@code [3]}: learning rate, momentum, strength of the augmentation
   * @param seed {@code [2]}: what augmentation and dropout are drawn from
   */
  record Input(Operand<TInt32> images, Operand<TFloat32> hyperparameters, Operand<TInt64> seed) {}

  /** Adds a step to a graph. */
  static StepGraph addTo(
      Graph graph, Ops tf, Objective objective, DataVariables data, Input input) {
    Recipe recipe = objective.recipe();
    List<? extends Operand<TFloat32>> each =
        tf.unstack(input.hyperparameters(), (long) HYPERPARAMETERS).output();
    Operand<TFloat32> learningRate = each.get(0);
    Operand<TFloat32> momentum = each.get(1);
    Operand<TFloat32> strength = each.get(2);
    Operand<TInt32> batch = tf.size(input.images(), TInt32.class);
    Operand<TFloat32> images = tf.dtypes.cast(data.pixels(tf, input.images()), TFloat32.class);
    if (!recipe.augmentation().isNone()) {
      images = RandomAffine.addTo(tf, recipe.augmentation(), images, batch, input.seed(), strength);
    }
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    for (ParameterSpec weight : Network.weights()) {
      weights.put(weight.name(), ResourceVariable.of(WEIGHTS, weight).read(tf));
    }
    TrainingLayers builder =
        new TrainingLayers(tf, weights, recipe.precision(), recipe.dropout(), input.seed());
    Activation pixels = new Activation(Inference.normalise(tf, images, Shape.scalar()), 1, false);
    Operand<TFloat32> logits = Network.addTo(builder, pixels).value();
    LossOps scores = LossOps.addTo(tf, logits, data.labels(tf, input.images()), objective);
    Operand<TFloat32> loss = tf.math.div(scores.loss(), tf.dtypes.cast(batch, TFloat32.class));

    List<Op> updates = new ArrayList<>();
    Map<Output<?>, ParameterSpec> trainable = new LinkedHashMap<>();
    for (ParameterSpec weight : Network.weights()) {
      if (weight.trainable()) {
        trainable.put(weights.get(weight.name()).asOutput(), weight);
      } else {
        Operand<TFloat32> statistics = builder.statistics().get(weight.name());
        updates.add(ResourceVariable.of(WEIGHTS, weight).assign(tf, statistics));
      }
    }
    GradientDescent optimizer =
        new GradientDescent(graph, trainable, learningRate, momentum, (float) recipe.weightDecay());
    updates.add(optimizer.applyGradients(gradients(graph, loss, trainable), "update"));
    return new StepGraph(scores, updates);
  }

  /**
   * Gradients of the loss with respect to the trainable weights. {@code Optimizer.minimize} would
   * take every variable of the graph, and fail on those that the loss does not depend on.
   */
  private static List<GradAndVar<? extends TType>> gradients(
      Graph graph, Operand<TFloat32> loss, Map<Output<?>, ParameterSpec> weights) {
    Output<?>[] values = weights.keySet().toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), values);
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      pairs.add(
          new GradAndVar<>(gradients[i].expect(TFloat32.class), values[i].expect(TFloat32.class)));
    }
    return pairs;
  }
}
