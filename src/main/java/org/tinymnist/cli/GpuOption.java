package org.tinymnist.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tinymnist.device.DeviceRequest;
import org.tinymnist.device.GpuUse;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say whether to train on a GPU, and with what libraries. */
final class GpuOption {

  @Option(
      names = "--gpu",
      paramLabel = "on|off|auto",
      converter = Converter.class,
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

  static final class Converter implements ITypeConverter<GpuUse> {
    @Override
    public GpuUse convert(String text) {
      return Arrays.stream(GpuUse.values())
          .filter(use -> use.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'%s', expected on, off or auto".formatted(text)));
    }
  }
}
