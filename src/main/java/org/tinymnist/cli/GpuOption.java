package org.tinymnist.cli;

import org.tinymnist.device.DeviceSelection;
import org.tinymnist.device.GpuUse;
import org.tinymnist.device.NativeLibrary;
import picocli.CommandLine.Option;

final class GpuOption {

  @Option(
      names = "--gpu",
      paramLabel = "on|off|auto",
      defaultValue = "auto",
      description = "Train on a GPU, on the CPU, or on a GPU if one is available (default: auto).")
  private GpuUse use;

  @Option(
      names = "--deterministic",
      description = "Make GPU runs bit-identical (CPU runs always are).")
  private boolean deterministic;

  DeviceSelection load(boolean verbose) {
    return NativeLibrary.load(use, deterministic, verbose);
  }
}
