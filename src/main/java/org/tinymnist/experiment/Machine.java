package org.tinymnist.experiment;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that a run was made on.
 *
 * @param processor its name, or the architecture where the system does not tell
 * @param cores as the JVM sees them
 * @param memoryGib physical memory
 */
public record Machine(String processor, int cores, double memoryGib) {

  /** The machine that this JVM runs on. */
  public static Machine current() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    double gib = system.getTotalMemorySize() / (double) (1L << 30);
    return new Machine(
        processorName(), Runtime.getRuntime().availableProcessors(), Math.round(gib * 10) / 10.0);
  }

  private static String processorName() {
    Path linux = Path.of("/proc/cpuinfo");
    if (Files.isReadable(linux)) {
      try (Stream<String> lines = Files.lines(linux)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException | java.io.UncheckedIOException e) {
        return System.getProperty("os.arch");
      }
    }
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    return windows == null ? System.getProperty("os.arch") : windows;
  }
}
