package org.tinymnist.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * One weight tensor of the network: its name, shape and part, without a value.
 *
 * @param layer the layer's name, for example {@code conv1}
 * @param role what it is to its layer
 * @param dimensions its shape; kernels are {@code [height, width, in, out]} or {@code [in, out]}
 * @param fanIn how many inputs each output of its layer sums up
 */
public record ParameterSpec(String layer, Role role, List<Long> dimensions, int fanIn) {

  /** What a weight is to its layer. */
  public enum Role {
    /** Of a convolution or a dense layer. */
    KERNEL,
    /** Of a dense layer. */
    BIAS,
    /** BatchNorm's scale. */
    GAMMA,
    /** BatchNorm's shift. */
    BETA,
    /** BatchNorm's running mean: not trained. */
    MEAN,
    /** BatchNorm's running, unbiased variance: not trained. */
    VARIANCE
  }

  /** {@code layer.role}, for example {@code conv1.kernel}: the name of its variable too. */
  public String name() {
    return name(layer, role);
  }

  /** The {@link #name()} of a layer's weight. */
  public static String name(String layer, Role role) {
    return layer + "." + role.name().toLowerCase(Locale.ROOT);
  }

  /** Whether the optimizer changes it; running statistics are no parameters. */
  public boolean trainable() {
    return role != Role.MEAN && role != Role.VARIANCE;
  }

  /** How many numbers it holds. */
  public int size() {
    return Math.toIntExact(LongStream.of(shape()).reduce(1, (a, b) -> a * b));
  }

  /** {@link #dimensions} as an array. */
  public long[] shape() {
    return dimensions.stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * Finds its value and makes a tensor of it.
   *
   * @param values one array a weight, row by row
   * @return to be closed
   * @throws IllegalArgumentException if it is missing or of another size
   */
  TFloat32 tensor(Map<String, float[]> values) {
    float[] value = values.get(name());
    if (value == null || value.length != size()) {
      throw new IllegalArgumentException(
          "%s: %s, expected %d values"
              .formatted(name(), value == null ? "missing" : value.length + " values", size()));
    }
    return TFloat32.tensorOf(Shape.of(shape()), DataBuffers.of(value));
  }

  /** The weights of a {@link Layer.ConvolutionBlock}. */
  public static List<ParameterSpec> ofBlock(String layer, int in, int out) {
    long kernel = Layer.ConvolutionBlock.KERNEL;
    int fanIn = Math.toIntExact(kernel * kernel * in);
    List<Long> vector = List.of((long) out);
    return List.of(
        new ParameterSpec(
            layer, Role.KERNEL, List.of(kernel, kernel, (long) in, (long) out), fanIn),
        new ParameterSpec(layer, Role.GAMMA, vector, fanIn),
        new ParameterSpec(layer, Role.BETA, vector, fanIn),
        new ParameterSpec(layer, Role.MEAN, vector, fanIn),
        new ParameterSpec(layer, Role.VARIANCE, vector, fanIn));
  }

  static List<ParameterSpec> ofDense(String layer, int in, int out) {
    return List.of(
        new ParameterSpec(layer, Role.KERNEL, List.of((long) in, (long) out), in),
        new ParameterSpec(layer, Role.BIAS, List.of((long) out), in));
  }
}
