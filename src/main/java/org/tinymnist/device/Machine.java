package org.tinymnist.device;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine of this process.
 *
 * @param processor name, or the architecture if the name is unknown
 * @param features instruction sets that affect TensorFlow's speed, by Linux's names; empty if
 *     unknown
 * @param cores cores available to the JVM
 * @param memoryGib physical memory
 */
public record Machine(String processor, List<String> features, int cores, double memoryGib) {

  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16");

  public static Machine current() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double gib = system.getTotalMemorySize() / (double) (1L << 30);
    List<String> flags = List.of(cpuinfo("flags").orElse("").split(" "));
    return new Machine(
        cpuinfo("model name").orElseGet(Machine::otherwise),
        FEATURES.stream().filter(flags::contains).toList(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(gib * 10) / 10.0);
  }

  /** Returns a value of the first core. */
  private static Optional<String> cpuinfo(String key) {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static String otherwise() {
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    return windows == null ? System.getProperty("os.arch") : windows;
  }
}
