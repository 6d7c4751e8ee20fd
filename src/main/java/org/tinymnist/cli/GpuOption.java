package org.tinymnist.cli;

import java.util.Arrays;
import org.tinymnist.device.GpuUse;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says whether to train on a GPU. */
final class GpuOption {

  @Option(
      names = "--gpu",
      paramLabel = "on|off|auto",
      converter = Converter.class,
      defaultValue = "auto",
      description = "Train on a GPU, or on none; auto: if there is one (default: auto).")
  private GpuUse use;

  GpuUse use() {
    return use;
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
