package org.tinymnist.device;

import java.util.List;

/**
 * What training will run on, and all that decides it.
 *
 * @param use what is asked for
 * @param gpuBuild whether TensorFlow's native library is the one for GPUs
 * @param driver NVIDIA's
 * @param libraries each that TensorFlow looks for when it meets a GPU; none if it is not to
 * @param probe what a first convolution ran on
 */
public record Outlook(
    GpuUse use, boolean gpuBuild, NvidiaDriver driver, List<CudaLibrary> libraries, Probe probe) {

  /**
   * What TensorFlow's operations run on.
   *
   * @throws IllegalStateException if it is not what was asked for, with {@link #sentence()}
   */
  public Device device() {
    if (!possible()) {
      throw new IllegalStateException(sentence());
    }
    return probe.device().orElseThrow();
  }

  /** Whether what is asked for can be had. */
  public boolean possible() {
    return probe.device().map(device -> device.gpu() || use != GpuUse.ON).orElse(false);
  }

  /** Whether a GPU, or a build for one, goes unused although it was not to. */
  public boolean disappointing() {
    return use != GpuUse.OFF && !onGpu() && (gpuBuild || driver.present());
  }

  /** One line: {@code will train on ...}, or will not, with the reason if it is not a GPU. */
  public String sentence() {
    if (onGpu()) {
      return "will train on " + probe.device().orElseThrow().name();
    }
    if (possible()) {
      return "will train on the CPU: " + obstacle();
    }
    return "will not train on a GPU: " + obstacle() + "; --gpu off trains on the CPU";
  }

  private boolean onGpu() {
    return probe.device().map(Device::gpu).orElse(false);
  }

  private String obstacle() {
    if (driver.problem().isPresent()) {
      return driver.problem().get();
    }
    if (!gpuBuild) {
      return "the program was built for the CPU, and make builds it again with GPU=on";
    }
    return libraries.stream()
        .flatMap(library -> library.problem().stream())
        .findFirst()
        .or(probe::problem)
        .orElse("TensorFlow takes none, and tells with --verbose why");
  }
}
