package org.tinymnist.device;

import com.sun.jna.Platform;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tinymnist.device.DeviceSelection.GpuUse;

/**
 * NVIDIA's driver and its GPUs, as {@code nvidia-smi} describes them.
 *
 * @param version such as {@code 560.35.03}; empty without a driver
 * @param gpus GPUs that {@code CUDA_VISIBLE_DEVICES} does not hide; TensorFlow uses the first
 * @param problem why no GPU can be used
 */
public record NvidiaDriver(Optional<String> version, List<Gpu> gpus, Optional<String> problem) {

  /** A GPU, for example {@code NVIDIA H200}, {@code 9.0} and {@code 143771 MiB}. */
  public record Gpu(String name, String computeCapability, String memory) {

    /** Returns the reason why TensorFlow cannot use this GPU. */
    Optional<String> problem() {
      String text =
          "%s has compute capability %s, expected 6.0 to 9.x: TensorFlow 2.18 has no code";
      return computeCapability.matches("[6-9]\\..*")
          ? Optional.empty()
          : Optional.of(text.formatted(name, computeCapability) + " for it");
    }
  }

  static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** CUDA 12's minimum on Linux, from the release notes of the CUDA Toolkit. */
  private static final String OLDEST = "525.60.13";

  private static final int TIMEOUT_SECONDS = 60;

  static NvidiaDriver ask(GpuUse use) {
    if (use == GpuUse.OFF) {
      return unusable(null, "--gpu off");
    }
    if (!Platform.isLinux() || !Platform.ARCH.equals("x86-64")) {
      return unusable(null, "TensorFlow Java uses GPUs on Linux x86-64 only");
    }
    return ask("nvidia-smi", System.getenv(VISIBLE));
  }

  /** Asks {@code nvidia-smi}, given the value of {@code CUDA_VISIBLE_DEVICES} or null. */
  static NvidiaDriver ask(String program, String visible) {
    String version = null;
    try {
      version = query(program, "driver_version", null).get(0);
      if (!version.matches("\\d+(\\.\\d+)*")) {
        return unusable(null, "no NVIDIA GPU: driver version \"%s\"".formatted(version));
      }
      if (Version.parse(version).compareTo(Version.parse(OLDEST)) < 0) {
        String old = "the NVIDIA driver is %s, expected %s or newer, which CUDA 12 needs";
        return unusable(version, old.formatted(version, OLDEST));
      }
      if (visible != null && (visible.isBlank() || visible.startsWith("-"))) {
        return unusable(version, "%s is \"%s\"".formatted(VISIBLE, visible));
      }
      // nvidia-smi lists GPUs, not MIG instances.
      String ids = visible == null || visible.startsWith("MIG-") ? null : visible;
      List<Gpu> gpus = new ArrayList<>();
      for (String line : query(program, "name,compute_cap,memory.total", ids)) {
        String[] fields = (line + ", , ").split(", ", -1);
        gpus.add(new Gpu(fields[0], fields[1], fields[2]));
      }
      return new NvidiaDriver(Optional.of(version), gpus, gpus.get(0).problem());
    } catch (IOException e) {
      boolean isMissing = String.valueOf(e.getMessage()).contains("error=2,");
      return unusable(
          version, "no NVIDIA GPU: " + (isMissing ? program + " not found" : e.getMessage()));
    }
  }

  private static NvidiaDriver unusable(String version, String reason) {
    return new NvidiaDriver(Optional.ofNullable(version), List.of(), Optional.of(reason));
  }

  /** Returns one line per GPU, at least one. */
  private static List<String> query(String program, String fields, String ids) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(program, "--query-gpu=" + fields, "--format=csv,noheader"));
    if (ids != null) {
      command.add("--id=" + ids);
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("%s: no answer in %s s".formatted(program, TIMEOUT_SECONDS));
      }
    } catch (InterruptedException e) {
      throw new IOException(program + ": interrupted", e);
    }
    List<String> lines = process.inputReader().lines().toList();
    if (process.exitValue() != 0 || lines.isEmpty()) {
      throw new IOException(program + ": " + (lines.isEmpty() ? "no answer" : lines.get(0)));
    }
    return lines;
  }
}
