package org.tinymnist.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A variable of one graph for each of some weights, and the way in and out of them. */
public final class Variables {

  private record Entry(Operand<TFloat32> variable, Placeholder<TFloat32> value, Op set) {}

  private final Map<ParameterSpec, Entry> entries = new LinkedHashMap<>();

  private Variables() {}

  /**
   * Adds variables that the graph shares with the functions that it calls.
   *
   * @param tf of the graph
   * @param scope of {@link ResourceVariable#of}
   * @param weights for example {@link Network#weights()}
   */
  public static Variables shared(Ops tf, String scope, List<ParameterSpec> weights) {
    Variables variables = new Variables();
    for (ParameterSpec weight : weights) {
      ResourceVariable<TFloat32> resource = ResourceVariable.of(scope, weight);
      Operand<TFloat32> variable = resource.read(tf);
      Placeholder<TFloat32> value =
          tf.withName(weight.name() + ".value")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(weight.shape())));
      variables.entries.put(weight, new Entry(variable, value, resource.assign(tf, value)));
    }
    return variables;
  }

  /** Their values in the graph, by the names of the weights. */
  public Map<String, Operand<TFloat32>> values() {
    Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
    entries.forEach((weight, entry) -> values.put(weight.name(), entry.variable()));
    return values;
  }

  /**
   * Sets every variable.
   *
   * @param session of the graph
   * @param values one array a weight, row by row
   * @throws IllegalArgumentException if one is missing or of another size
   */
  public void set(Session session, Map<String, float[]> values) {
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      entries.forEach(
          (weight, entry) -> {
            TFloat32 tensor = weight.tensor(values);
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
   * @return one array a weight, row by row, in the order in which they were added
   */
  public Map<String, float[]> get(Session session) {
    Session.Runner runner = session.runner();
    entries.values().forEach(entry -> runner.fetch(entry.variable()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (ParameterSpec weight : entries.keySet()) {
        TFloat32 tensor = (TFloat32) result.get(i++);
        float[] value = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(value);
        values.put(weight.name(), value);
      }
    }
    return values;
  }

  /** Counts the trainable parameters from the variables in the graph. */
  public long countTrainable() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().trainable())
        .mapToLong(entry -> entry.getValue().variable().shape().size())
        .sum();
  }
}
