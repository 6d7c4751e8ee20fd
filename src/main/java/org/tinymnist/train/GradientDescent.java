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
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.ResourceVariable;

/**
 * Stochastic gradient descent with momentum, whose learning rate and momentum are fed anew at every
 * step, as PyTorch's {@code SGD} under a scheduler: {@code g = gradient + weightDecay * w; buffer =
 * momentum * buffer + g; w -= learningRate * buffer}.
 *
 * <p>Weights and buffers are resources, not the framework's slots: those belong to one graph, and a
 * function that it calls could not change them.
 */
final class GradientDescent extends Optimizer {

  private final Map<Output<?>, ParameterSpec> weights;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> momentum;
  private final float weightDecay;

  /**
   * @param weights by their values in the graph
   * @param learningRate scalar
   * @param momentum scalar, 0 for none
   * @param weightDecay factor of the L2 penalty's gradient, for every weight alike
   */
  GradientDescent(
      Graph graph,
      Map<Output<?>, ParameterSpec> weights,
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
    ParameterSpec weight = weights.get(value);
    Operand<TFloat32> g = gradient.expect(TFloat32.class);
    if (weightDecay != 0) {
      g = deps.math.add(g, deps.math.mul(value.expect(TFloat32.class), deps.constant(weightDecay)));
    }
    return deps.train.resourceApplyMomentum(
        ResourceVariable.of(StepGraph.WEIGHTS, weight).handle(deps),
        ResourceVariable.of(StepGraph.MOMENTUM, weight).handle(deps),
        learningRate,
        g,
        momentum);
  }

  @Override
  public String getOptimizerName() {
    return "GradientDescent";
  }
}
