package org.tinymnist.cli;

import java.nio.file.Path;
import java.util.List;
import org.tinymnist.device.DeviceRequest;
import org.tinymnist.device.GpuUse;
import picocli.CommandLine.Option;

/** The options that say whether to train on a GPU, and with what libraries. */
final class GpuOption {

  @Option(
      names = "--gpu",
      paramLabel = "on|off|auto",
      defaultValue = "auto",
      description = "Train on a GPU, or on none; auto: if there is one (default: auto).")
  private GpuUse use;

  @Option(
      names = "--deterministic",
      description = "On a GPU, the same bits each time; on the CPU they are anyway.")
  private boolean deterministic;

  @Option(
      names = "--cuda-libraries",
      paramLabel = "DIR",
      description = "Folder with CUDA's libraries, in place of the system's; can be repeated.")
  private List<Path> cudaLibraries = List.of();

  @Option(
      names = "--link-newer-cuda",
      description = "Take newer CUDA libraries for those that are missing (unsupported).")
  private boolean linkNewerCuda;

  GpuUse use() {
    return use;
  }

  DeviceRequest request() {
    return new DeviceRequest(use, deterministic, cudaLibraries, linkNewerCuda);
  }
}
