package org.tinymnist.device;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.exceptions.TensorFlowException;

/** Loads TensorFlow's native library, before its first use. */
public final class NativeLibrary {

  private static final String FOR_GPUS =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  private NativeLibrary() {}

  /**
   * Loads the library. Its first use on a machine unpacks it, which takes some seconds.
   *
   * @param deterministic whether GPU runs must be bit-identical
   * @param verbose whether TensorFlow logs more than errors
   * @throws IllegalStateException if the library is missing for this machine or cannot be loaded
   */
  public static DeviceSelection load(GpuUse use, boolean deterministic, boolean verbose) {
    NvidiaDriver driver = NvidiaDriver.ask(use);
    boolean gpuBuild = NativeLibrary.class.getResource(FOR_GPUS) != null;
    try {
      TensorFlowEnvironment.prepare(deterministic, verbose);
      boolean search = gpuBuild && use != GpuUse.OFF;
      URL program = NativeLibrary.class.getProtectionDomain().getCodeSource().getLocation();
      List<CudaLibrary> cuda = search ? CudaLibrary.load(CudaLibrary.folder(program)) : List.of();
      boolean gpu =
          search
              && driver.problem().isEmpty()
              && cuda.stream().allMatch(library -> library.problem().isEmpty());
      if (!gpu) {
        TensorFlowEnvironment.hideGpus();
      }
      Supplier<Device> probe = () -> Device.probe(driver.gpus(), deterministic);
      Optional<Device> ran = Optional.empty();
      Optional<String> failure = Optional.empty();
      try {
        ran = Optional.of(verbose ? probe.get() : TensorFlowEnvironment.silently(probe));
      } catch (TensorFlowException e) {
        if (!gpu) {
          throw e;
        }
        failure = Optional.of(e.getMessage());
      }
      return new DeviceSelection(use, gpuBuild, driver, cuda, ran, failure);
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
}
