package org.tinymnist.train;

import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Stochastic gradient descent with momentum, like PyTorch's {@code SGD} with a scheduler; learning
 * rate and momentum are inputs of each step: {@code g = gradient + weightDecay * w; buffer =
 * momentum * buffer + g; w -= learningRate * buffer}.
 *
 * <p>The buffers are variables like the weights, not the framework's slots, so that checkpoints can
 * include them.
 */
final class GradientDescent extends Optimizer {

  private final Map<Output<?>, Trained> weights;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> momentum;
  private final float weightDecay;

  record Trained(Operand<? extends TType> weight, Operand<? extends TType> buffer) {}

  /**
   * @param weights keys are the values in the graph
   * @param weightDecay factor of the L2 penalty's gradient
   */
  GradientDescent(
      Graph graph,
      Map<Output<?>, Trained> weights,
      Operand<TFloat32> learningRate,
      Operand<TFloat32> momentum,
      float weightDecay) {
    super(graph);
    this.weights = weights;
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
  }

  @Override
  protected <T extends TType> Op applyDense(Ops deps, Output<T> gradient, Output<T> value) {
    Trained trained = weights.get(value);
    Operand<TFloat32> g = gradient.expect(TFloat32.class);
    if (weightDecay != 0) {
      g = deps.math.add(g, deps.math.mul(value.expect(TFloat32.class), deps.constant(weightDecay)));
    }
    return deps.train.resourceApplyMomentum(
        trained.weight(), trained.buffer(), learningRate, g, momentum);
  }

  @Override
  public String getOptimizerName() {
    return "GradientDescent";
  }
}
