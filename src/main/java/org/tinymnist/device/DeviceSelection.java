package org.tinymnist.device;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.exceptions.TensorFlowException;

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

  private static final String GPU_BUILD =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  /** Train on the GPU or not at all, on the CPU, or on the GPU if TensorFlow can use one. */
  public enum GpuUse {
    ON,
    OFF,
    AUTO
  }

  /**
   * Loads TensorFlow's native library, before its first use, and selects the device. The first use
   * on a machine unpacks the library, which takes some seconds.
   *
   * @param deterministic whether GPU runs must be bit-identical
   * @param verbose whether TensorFlow logs more than errors
   * @throws IllegalStateException if the library is missing for this machine or cannot be loaded
   */
  public static DeviceSelection load(GpuUse use, boolean deterministic, boolean verbose) {
    NvidiaDriver driver = NvidiaDriver.ask(use);
    boolean gpuBuild = DeviceSelection.class.getResource(GPU_BUILD) != null;
    try {
      TensorFlowEnvironment.prepare(deterministic, verbose);
      boolean search = gpuBuild && use != GpuUse.OFF;
      URL program = DeviceSelection.class.getProtectionDomain().getCodeSource().getLocation();
      List<CudaLibrary> cuda = search ? CudaLibrary.load(CudaLibrary.folder(program)) : List.of();
      boolean gpu =
          search
              && driver.problem().isEmpty()
              && cuda.stream().allMatch(library -> library.problem().isEmpty());
      if (!gpu) {
        TensorFlowEnvironment.hideGpus();
      }
      Supplier<Device> probe = () -> Device.probe(driver.gpus(), deterministic);
      try {
        Device ran = verbose ? probe.get() : TensorFlowEnvironment.silently(probe);
        return new DeviceSelection(use, gpuBuild, driver, cuda, Optional.of(ran), Optional.empty());
      } catch (TensorFlowException e) {
        if (!gpu) {
          throw e;
        }
        Optional<String> failure = Optional.of(e.getMessage());
        return new DeviceSelection(use, gpuBuild, driver, cuda, Optional.empty(), failure);
      }
    } catch (IOException | LinkageError e) {
      // The loader tries several places; the last cause is the first failure.
      Throwable origin = e;
      while (origin.getCause() != null) {
        origin = origin.getCause();
      }
      String reason = String.valueOf(origin.getMessage());
      throw new IllegalStateException(
          "TensorFlow's native library cannot be loaded: " + reason + remedy(reason), e);
    }
  }

  private static String remedy(String reason) {
    if (reason.contains("failed to map segment")) {
      return "; programs cannot run in this folder (noexec): set another one with JDK_JAVA_OPTIONS="
          + "'-Dorg.bytedeco.javacpp.cachedir=DIR -Djna.tmpdir=DIR', or for the bundle with"
          + " TINY_MNIST_CACHE=DIR";
    }
    if (reason.contains("Too many open files")) {
      return "; raise the limit with ulimit -n 1024";
    }
    return reason.contains("No space left") ? "; it needs 700 MB" : "";
  }

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
    return possible()
        ? "will train on the CPU: " + obstacle()
        : "will not train on a GPU: " + obstacle() + "; --gpu off trains on the CPU";
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
