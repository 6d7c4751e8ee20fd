package org.tinymnist.results;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine of a run.
 *
 * @param device {@code CPU}, or the GPU's name
 * @param processor name, or the architecture if the name is unknown
 * @param cores cores available to the JVM
 */
public record Hardware(
    String device, String processor, int cores, double memoryGib, boolean onednn) {

  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16");

  /** Returns this process's machine with the device that TensorFlow uses. */
  public static Hardware current(String device, boolean onednn) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double gib = system.getTotalMemorySize() / (double) (1L << 30);
    String onWindows = System.getenv("PROCESSOR_IDENTIFIER");
    return new Hardware(
        device,
        cpuinfo("model name")
            .orElse(Objects.requireNonNullElse(onWindows, System.getProperty("os.arch"))),
        Runtime.getRuntime().availableProcessors(),
        Math.round(gib * 10) / 10.0,
        onednn);
  }

  /** Returns the instruction sets that matter to TensorFlow, by Linux's names, if known. */
  public static List<String> processorFeatures() {
    List<String> flags = List.of(cpuinfo("flags").orElse("").split(" "));
    return FEATURES.stream().filter(flags::contains).toList();
  }

  /** Returns whether TensorFlow can compute in bfloat16 on this processor. */
  public static boolean hasBfloat16() {
    return processorFeatures().stream().anyMatch(feature -> feature.endsWith("_bf16"));
  }

  /** Returns a value of the first core; Linux only. */
  private static Optional<String> cpuinfo(String key) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
