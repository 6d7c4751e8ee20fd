package org.tinymnist.device;

import java.util.List;
import java.util.Optional;

/**
 * The device that training will run on, and what decides it.
 *
 * @param use what the user asked for
 * @param gpuBuild whether TensorFlow's native library is the one for GPUs
 * @param driver NVIDIA's driver
 * @param libraries the CUDA libraries; empty if TensorFlow cannot or must not use a GPU
 * @param ran the device of a first convolution; empty if it failed
 * @param failure why it failed
 */
public record DeviceSelection(
    GpuUse use,
    boolean gpuBuild,
    NvidiaDriver driver,
    List<CudaLibrary> libraries,
    Optional<Device> ran,
    Optional<String> failure) {

  /**
   * Returns the device that TensorFlow computes on.
   *
   * @throws IllegalStateException if it is not what the user asked for, with {@link #sentence()}
   */
  public Device device() {
    if (!possible()) {
      throw new IllegalStateException(sentence());
    }
    return ran.orElseThrow();
  }

  /** Returns whether training can run on what the user asked for. */
  public boolean possible() {
    return ran.isPresent() && (onGpu() || use != GpuUse.ON);
  }

  /** Returns whether a GPU, or a build for GPUs, is left unused without {@code --gpu off}. */
  public boolean fallsBack() {
    return use != GpuUse.OFF && !onGpu() && (gpuBuild || driver.version().isPresent());
  }

  /** Returns one line that names the device, with the reason if it is not a GPU. */
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
      return "the program was built for the CPU; make GPU=on rebuilds it";
    }
    return libraries.stream()
        .flatMap(library -> library.problem().map(why -> library.soname() + ": " + why).stream())
        .findFirst()
        .or(() -> failure)
        .orElse("TensorFlow uses none; --verbose shows why");
  }
}
