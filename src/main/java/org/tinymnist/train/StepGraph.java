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
import org.tinymnist.model.Variables;

/**
 * One step of gradient descent in a graph.
 *
 * @param metrics in training mode, before the update
 * @param updates of weights, momentum buffers and running statistics
 */
record StepGraph(LossOps metrics, List<Op> updates) {

  static final int HYPERPARAMETERS = 3;

  /**
   * {@link StepInput} in the graph.
   *
   * @param images {@code [batch]}: indices of training images
   * @param hyperparameters {@code [3]}: learning rate, momentum, strength of the augmentation
   * @param seed {@code [2]}: determines all random numbers of augmentation and dropout
   */
  record Input(Operand<TInt32> images, Operand<TFloat32> hyperparameters, Operand<TInt64> seed) {}

  /** Adds a step to a graph; see {@link LossOps#addTo} for deterministic. */
  static StepGraph addTo(
      Graph graph,
      Ops tf,
      Recipe recipe,
      boolean deterministic,
      DataVariables data,
      Variables weights,
      Variables buffers,
      Input input) {
    List<? extends Operand<TFloat32>> hyperparameters =
        tf.unstack(input.hyperparameters(), (long) HYPERPARAMETERS).output();
    Operand<TFloat32> learningRate = hyperparameters.get(0);
    Operand<TFloat32> momentum = hyperparameters.get(1);
    Operand<TFloat32> strength = hyperparameters.get(2);
    Operand<TInt32> batch = tf.size(input.images(), TInt32.class);
    Operand<TFloat32> images = tf.dtypes.cast(data.pixels(tf, input.images()), TFloat32.class);
    if (!recipe.augmentation().isNone()) {
      images = RandomAffine.addTo(tf, recipe.augmentation(), images, batch, input.seed(), strength);
    }
    TrainingLayers layers =
        new TrainingLayers(
            tf, weights.values(), recipe.precision(), recipe.dropout(), input.seed());
    Operand<TFloat32> logits = layers.logits(Inference.normalise(tf, images, Shape.scalar()));
    LossOps metrics =
        LossOps.addTo(
            tf, logits, data.labels(tf, input.images()), recipe.labelSmoothing(), deterministic);
    Operand<TFloat32> mean = tf.math.div(metrics.loss(), tf.dtypes.cast(batch, TFloat32.class));

    List<Op> updates = new ArrayList<>();
    layers.statistics().forEach((name, value) -> updates.add(weights.get(name).assign(tf, value)));
    Map<Output<?>, GradientDescent.Trained> trained = new LinkedHashMap<>();
    for (ParameterSpec weight : Network.weights()) {
      if (weight.trainable()) {
        trained.put(
            weights.get(weight.name()).value().asOutput(),
            new GradientDescent.Trained(
                weights.get(weight.name()).handle(), buffers.get(weight.name()).handle()));
      }
    }
    GradientDescent optimizer =
        new GradientDescent(graph, trained, learningRate, momentum, (float) recipe.weightDecay());
    updates.add(
        optimizer.applyGradients(
            gradients(graph, mean, trained.keySet().toArray(Output<?>[]::new)), "update"));
    return new StepGraph(metrics, updates);
  }

  /**
   * Returns the gradients of the loss with respect to the weights. {@code Optimizer.minimize} would
   * include every variable of the graph and fail for those that do not affect the loss.
   */
  private static List<GradAndVar<? extends TType>> gradients(
      Graph graph, Operand<TFloat32> loss, Output<?>[] weights) {
    Output<?>[] gradients = graph.addGradients(loss.asOutput(), weights);
    List<GradAndVar<? extends TType>> pairs = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      pairs.add(
          new GradAndVar<>(gradients[i].expect(TFloat32.class), weights[i].expect(TFloat32.class)));
    }
    return pairs;
  }
}
