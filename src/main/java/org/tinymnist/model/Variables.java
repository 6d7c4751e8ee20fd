package org.tinymnist.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** Variables of one graph, the network's weights above all, and the way in and out of them. */
public final class Variables {

  private record Entry(Variable<TFloat32> variable, Placeholder<TFloat32> value, Operand<?> set) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * Adds a variable for every weight.
   *
   * @param tf of the graph
   * @param weights for example {@link Network#weights()}
   */
  public Variables(Ops tf, List<Weight> weights) {
    for (Weight weight : weights) {
      Shape shape = Shape.of(weight.shape());
      add(tf, weight.name(), tf.withName(weight.name()).variable(shape, TFloat32.class));
    }
  }

  /**
   * Takes variables that are in a graph already, such as an optimizer's.
   *
   * @param tf of the graph
   * @param variables by the names that their values are to have
   */
  public Variables(Ops tf, Map<String, Variable<TFloat32>> variables) {
    variables.forEach((name, variable) -> add(tf, name, variable));
  }

  private void add(Ops tf, String name, Variable<TFloat32> variable) {
    Placeholder<TFloat32> value =
        tf.withName(name + ".value")
            .placeholder(TFloat32.class, Placeholder.shape(variable.shape()));
    Operand<?> set = tf.withName(name + ".set").assign(variable, value);
    entries.put(name, new Entry(variable, value, set));
  }

  /** The variable of a layer such as {@code conv1}. */
  public Variable<TFloat32> get(String layer, Weight.Role role) {
    return entries.get(Weight.name(layer, role)).variable();
  }

  /** The variable of a weight. */
  public Variable<TFloat32> get(Weight weight) {
    return get(weight.layer(), weight.role());
  }

  /**
   * Sets every variable.
   *
   * @param session of the graph
   * @param values one array a variable, row by row
   * @throws IllegalArgumentException if one is missing or of another size
   */
  public void set(Session session, Map<String, float[]> values) {
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      entries.forEach(
          (name, entry) -> {
            Shape shape = entry.variable().shape();
            float[] value = values.get(name);
            if (value == null || value.length != shape.size()) {
              throw new IllegalArgumentException(
                  name
                      + ": "
                      + (value == null ? "missing" : value.length + " values")
                      + ", expected "
                      + shape.size()
                      + " values");
            }
            TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(value));
            tensors.add(tensor);
            runner.feed(entry.value(), tensor).addTarget(entry.set());
          });
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /**
   * Reads every variable.
   *
   * @param session of the graph
   * @return one array a variable, row by row, in the order in which they were added
   */
  public Map<String, float[]> get(Session session) {
    Session.Runner runner = session.runner();
    entries.values().forEach(entry -> runner.fetch(entry.variable()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : entries.keySet()) {
        TFloat32 tensor = (TFloat32) result.get(i++);
        float[] value = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(value);
        values.put(name, value);
      }
    }
    return values;
  }

  /**
   * Counts a graph's trainable parameters from the variables that it holds.
   *
   * @param graph any graph built from {@link Network}
   */
  public static long countTrainable(Graph graph) {
    long count = 0;
    for (Weight weight : Network.weights()) {
      if (weight.trainable()) {
        count += graph.outputOrThrow(weight.name()).shape().size();
      }
    }
    return count;
  }
}
