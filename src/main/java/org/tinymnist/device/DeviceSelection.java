package org.tinymnist.device;

import java.util.List;
import java.util.Optional;

/**
 * What training will run on, and all that decides it.
 *
 * @param use what is asked for
 * @param gpuBuild whether TensorFlow's native library is the one for GPUs
 * @param driver NVIDIA's
 * @param libraries each that TensorFlow opens when it meets a GPU; none if it is not to
 * @param ran what a first convolution ran on; empty if it failed
 * @param failure TensorFlow's reason, if it failed
 */
public record DeviceSelection(
    GpuUse use,
    boolean gpuBuild,
    NvidiaDriver driver,
    List<CudaLibrary> libraries,
    Optional<Device> ran,
    Optional<String> failure) {

  /**
   * What TensorFlow's operations run on.
   *
   * @throws IllegalStateException if it is not what was asked for, with {@link #sentence()}
   */
  public Device device() {
    if (!possible()) {
      throw new IllegalStateException(sentence());
    }
    return ran.orElseThrow();
  }

  /** Whether what is asked for can be had. */
  public boolean possible() {
    return ran.isPresent() && (onGpu() || use != GpuUse.ON);
  }

  /** Whether a GPU, or a build for one, goes unused although it was not to. */
  public boolean fallsBack() {
    return use != GpuUse.OFF && !onGpu() && (gpuBuild || driver.version().isPresent());
  }

  /** One line: {@code will train on ...}, or will not, with the reason if it is not a GPU. */
  public String sentence() {
    if (onGpu()) {
      return "will train on " + ran.orElseThrow().name();
    }
    if (possible()) {
      return "will train on the CPU: " + obstacle();
    }
    return "will not train on a GPU: " + obstacle() + "; --gpu off trains on the CPU";
  }

  private boolean onGpu() {
    return ran.map(Device::gpu).orElse(false);
  }

  private String obstacle() {
    if (driver.problem().isPresent()) {
      return driver.problem().get();
    }
    if (!gpuBuild) {
      return "the program was built for the CPU, and make builds it again with GPU=on";
    }
    return libraries.stream()
        .flatMap(library -> library.problem().map(why -> library.soname() + ": " + why).stream())
        .findFirst()
        .or(() -> failure)
        .orElse("TensorFlow takes none, and tells with --verbose why");
  }
}
