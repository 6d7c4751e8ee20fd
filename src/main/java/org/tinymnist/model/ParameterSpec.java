package org.tinymnist.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Name, role and shape of a weight of the network.
 *
 * @param layer the layer's name, for example {@code conv1}
 * @param shape kernels are {@code [height, width, in, out]} or {@code [in, out]}
 * @param fanIn number of inputs of each output of the layer
 */
public record ParameterSpec(String layer, Role role, Shape shape, int fanIn) {

  /** Kernel and bias of a layer; BatchNorm's scale, shift, and running mean and variance. */
  public enum Role {
    KERNEL,
    BIAS,
    GAMMA,
    BETA,
    MEAN,
    VARIANCE
  }

  /** Returns {@code layer.role}, for example {@code conv1.kernel}; also the variable's name. */
  public String name() {
    return name(layer, role);
  }

  public static String name(String layer, Role role) {
    return layer + "." + role.name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the optimizer updates it: all but the running statistics. */
  public boolean trainable() {
    return role != Role.MEAN && role != Role.VARIANCE;
  }

  public int size() {
    return Math.toIntExact(shape.size());
  }

  /**
   * Returns its value in a tensor.
   *
   * @param values one array per weight, row by row
   * @throws IllegalArgumentException if the value is missing or has another size
   */
  TFloat32 tensor(Map<String, float[]> values) {
    float[] value = values.get(name());
    if (value == null || value.length != size()) {
      throw new IllegalArgumentException(
          "%s: %s, expected %s values"
              .formatted(name(), value == null ? "missing" : value.length + " values", size()));
    }
    return TFloat32.tensorOf(shape, DataBuffers.of(value));
  }

  public static List<ParameterSpec> ofBlock(String layer, int in, int out) {
    int side = Layer.ConvolutionBlock.KERNEL;
    int fanIn = side * side * in;
    return List.of(
        new ParameterSpec(layer, Role.KERNEL, Shape.of(side, side, in, out), fanIn),
        new ParameterSpec(layer, Role.GAMMA, Shape.of(out), fanIn),
        new ParameterSpec(layer, Role.BETA, Shape.of(out), fanIn),
        new ParameterSpec(layer, Role.MEAN, Shape.of(out), fanIn),
        new ParameterSpec(layer, Role.VARIANCE, Shape.of(out), fanIn));
  }

  static List<ParameterSpec> ofDense(String layer, int in, int out) {
    return List.of(
        new ParameterSpec(layer, Role.KERNEL, Shape.of(in, out), in),
        new ParameterSpec(layer, Role.BIAS, Shape.of(out), in));
  }
}
