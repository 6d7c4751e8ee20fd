package org.tinymnist.device;

import java.util.List;
import java.util.Optional;

/**
 * The device for training, and the reasons for the choice.
 *
 * @param use the value of {@code --gpu}
 * @param gpuBuild whether TensorFlow's native library supports GPUs
 * @param libraries the CUDA libraries; empty if TensorFlow cannot or must not use a GPU
 * @param ran the device of a test convolution; empty if it failed
 * @param failure why the convolution failed
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
   * @throws IllegalStateException with {@link #sentence()}, if {@code --gpu on} is not possible
   */
  public Device device() {
    if (!possible()) {
      throw new IllegalStateException(sentence());
    }
    return ran.orElseThrow();
  }

  /** Returns whether training can run on the requested device. */
  public boolean possible() {
    return ran.isPresent() && (onGpu() || use != GpuUse.ON);
  }

  /** Returns whether a GPU or a GPU build is unused without {@code --gpu off}. */
  public boolean fallsBack() {
    return use != GpuUse.OFF && !onGpu() && (gpuBuild || driver.version().isPresent());
  }

  /** Returns the device in one line, with the reason if it is not a GPU. */
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
        .orElse("TensorFlow found no usable GPU; --verbose shows why");
  }
}
