package org.tinymnist.model;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * A resource variable. In a session its name means the same variable everywhere: in the graph, and
 * in the functions that the graph calls.
 *
 * @param name in its session
 * @param type of its values
 * @param shape of its value
 */
public record ResourceVariable<T extends TType>(String name, Class<T> type, Shape shape) {

  /**
   * The variable of a weight.
   *
   * @param scope what it holds of the weight, such as {@code momentum}
   */
  public static ResourceVariable<TFloat32> of(String scope, ParameterSpec weight) {
    return new ResourceVariable<>(
        scope + "/" + weight.name(), TFloat32.class, Shape.of(weight.shape()));
  }

  /** The variable itself, for an operation that changes it. */
  public Operand<? extends TType> handle(Ops tf) {
    return tf.varHandleOp(type, shape, VarHandleOp.sharedName(name));
  }

  /** Its value. */
  public Operand<T> read(Ops tf) {
    return tf.readVariableOp(handle(tf), type);
  }

  /** Gives it another value. */
  public Op assign(Ops tf, Operand<T> value) {
    return tf.assignVariableOp(handle(tf), value);
  }
}
