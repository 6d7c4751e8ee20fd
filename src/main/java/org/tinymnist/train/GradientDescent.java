package org.tinymnist.train;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * Stochastic gradient descent with momentum, whose learning rate and momentum are fed anew at every
 * step, as PyTorch's {@code SGD} under a scheduler: {@code g = gradient + weightDecay * w; buffer =
 * momentum * buffer + g; w -= learningRate * buffer}.
 */
final class GradientDescent extends Optimizer {

  /** Name of the slot that holds the momentum buffer of a variable. */
  static final String BUFFER = "momentum";

  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> momentum;
  private final float weightDecay;

  /**
   * @param learningRate scalar
   * @param momentum scalar, 0 for none
   * @param weightDecay factor of the L2 penalty's gradient, for every variable alike
   */
  GradientDescent(
      Graph graph, Operand<TFloat32> learningRate, Operand<TFloat32> momentum, float weightDecay) {
    super(graph);
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
  }

  @Override
  protected void createSlots(List<Output<? extends TType>> variables) {
    for (Output<? extends TType> variable : variables) {
      createBuffer(variable.expect(TFloat32.class));
    }
  }

  private void createBuffer(Output<TFloat32> variable) {
    Shape shape = variable.shape();
    createSlot(variable, BUFFER, tf.zeros(tf.constant(shape), TFloat32.class));
  }

  @Override
  protected <T extends TType> Op applyDense(Ops deps, Output<T> gradient, Output<T> variable) {
    Output<TFloat32> weight = variable.expect(TFloat32.class);
    Variable<TFloat32> buffer = getSlot(weight, BUFFER).orElseThrow();
    Operand<TFloat32> g = gradient.expect(TFloat32.class);
    if (weightDecay != 0) {
      g = deps.math.add(g, deps.math.mul(weight, deps.constant(weightDecay)));
    }
    return deps.train.applyMomentum(weight, buffer, learningRate, g, momentum);
  }

  @Override
  public String getOptimizerName() {
    return "GradientDescent";
  }
}
