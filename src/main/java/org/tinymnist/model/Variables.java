package org.tinymnist.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Graph variables for a list of weights. */
public final class Variables {

  private final List<ParameterSpec> weights;
  private final Map<String, ResourceVariable<TFloat32>> variables = new LinkedHashMap<>();

  /** Adds the variables to a graph; the scope is the prefix of their names. */
  public Variables(Ops tf, String scope, List<ParameterSpec> weights) {
    this.weights = weights;
    for (ParameterSpec weight : weights) {
      variables.put(
          weight.name(),
          new ResourceVariable<>(tf, scope + "/" + weight.name(), TFloat32.class, weight.shape()));
    }
  }

  public ResourceVariable<TFloat32> get(String weight) {
    return variables.get(weight);
  }

  /** Returns the values in the graph, by weight name. */
  public Map<String, Operand<TFloat32>> values() {
    Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
    variables.forEach((name, variable) -> values.put(name, variable.value()));
    return values;
  }

  /**
   * Sets every variable.
   *
   * @param values one array per weight, row by row
   * @throws IllegalArgumentException if an array is missing or has another size
   */
  public void set(Session session, Map<String, float[]> values) {
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      for (ParameterSpec weight : weights) {
        TFloat32 tensor = weight.tensor(values);
        tensors.add(tensor);
        get(weight.name()).set(runner, tensor);
      }
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /** Reads every variable: one array per weight, row by row, in the order of the weights. */
  public Map<String, float[]> get(Session session) {
    Session.Runner runner = session.runner();
    variables.values().forEach(variable -> runner.fetch(variable.value()));
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : variables.keySet()) {
        TFloat32 tensor = (TFloat32) result.get(i++);
        float[] value = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(value);
        values.put(name, value);
      }
    }
    return values;
  }

  /** Returns the number of trainable parameters, counted from the variables in the graph. */
  public long countTrainable() {
    return weights.stream()
        .filter(ParameterSpec::trainable)
        .mapToLong(weight -> get(weight.name()).value().shape().size())
        .sum();
  }
}
