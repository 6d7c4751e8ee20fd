package org.tinymnist.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * The number format of the convolution blocks in training. Weights, statistics, the dense layer and
 * the loss are float32 always, and so is the evaluation.
 */
public enum Precision {
  /** Single precision throughout. */
  FLOAT32(TFloat32.class, 4, Set.of()),

  /**
   * Activations and their gradients in bfloat16: float32's range with 8 bits of significand, sums
   * still in float32.
   */
  BFLOAT16(TBfloat16.class, 16, Set.of("avx512_bf16", "amx_bf16"));

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private final Class<? extends TNumber> type;
  private final int vector;
  private final Set<String> processorFlags;

  Precision(Class<? extends TNumber> type, int vector, Set<String> processorFlags) {
    this.type = type;
    this.vector = vector;
    this.processorFlags = processorFlags;
  }

  Class<? extends TNumber> type() {
    return type;
  }

  /** What oneDNN's BatchNorm wants the number of channels to be a multiple of. */
  int vector() {
    return vector;
  }

  /**
   * Why this machine cannot train in this format: without instructions for it, TensorFlow has no
   * kernels or slow ones.
   *
   * @return one line; empty if it can
   */
  public Optional<String> obstacle() {
    return obstacle(PROCESSOR);
  }

  /** The same, of the processor that a file tells of as Linux' {@code /proc/cpuinfo} does. */
  Optional<String> obstacle(Path processor) {
    if (processorFlags.isEmpty() || flags(processor).stream().anyMatch(processorFlags::contains)) {
      return Optional.empty();
    }
    String wanted = processorFlags.stream().sorted().collect(Collectors.joining(" nor "));
    return Optional.of("this processor has neither " + wanted);
  }

  /** Of the first processor, empty where the system does not tell. */
  private static List<String> flags(Path processor) {
    if (!Files.isReadable(processor)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(processor)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> Arrays.asList(line.substring(line.indexOf(':') + 1).strip().split(" ")))
          .orElse(List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
