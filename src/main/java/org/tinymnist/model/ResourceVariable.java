package org.tinymnist.model;

import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.family.TType;

/** A resource variable in a graph, with operations to read and set it. */
public final class ResourceVariable<T extends TType> {

  private final Class<T> type;
  private final Operand<? extends TType> handle;
  private final Operand<T> value;
  private final Placeholder<T> fed;
  private final Op set;

  /**
   * Adds a variable without a value.
   *
   * @param name of the variable in its session
   */
  public ResourceVariable(Ops tf, String name, Class<T> type, Shape shape) {
    this.type = type;
    this.handle = tf.varHandleOp(type, shape, VarHandleOp.sharedName(name));
    this.value = tf.readVariableOp(handle, type);
    this.fed = tf.placeholder(type, Placeholder.shape(shape));
    this.set = assign(tf, fed);
  }

  public Class<T> type() {
    return type;
  }

  /** Returns the variable's handle, for operations that update it or read a part of it. */
  public Operand<? extends TType> handle() {
    return handle;
  }

  public Operand<T> value() {
    return value;
  }

  public Op assign(Ops tf, Operand<T> value) {
    return tf.assignVariableOp(handle, value);
  }

  public void set(Session.Runner runner, T value) {
    runner.feed(fed, value).addTarget(set);
  }
}
