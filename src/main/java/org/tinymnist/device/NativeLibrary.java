package org.tinymnist.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tensorflow.exceptions.TensorFlowException;

/** Loads TensorFlow's native library, before the first use of it. */
public final class NativeLibrary {

  private NativeLibrary() {}

  /**
   * Loads the library; the first time on a machine it is unpacked, which takes some seconds.
   *
   * @param request what TensorFlow's operations are to run on
   * @param verbose whether TensorFlow says more than errors
   * @return what they run on from now on, and why
   * @throws IllegalStateException if there is no library for this machine, or it cannot be loaded
   */
  public static DeviceSelection load(DeviceRequest request, boolean verbose) {
    NvidiaDriver driver = NvidiaDriver.ask(request.use());
    boolean gpuBuild = CudaLibraries.tensorFlow().isPresent();
    try {
      Map<String, Path> files = Map.of();
      List<CudaLibrary> libraries = List.of();
      if (request.use() != GpuUse.OFF) {
        files = CudaSearch.files(request.cudaLibraries());
        libraries = CudaLibraries.choose(files, request.linkNewerCuda());
      }
      boolean complete = libraries.stream().allMatch(library -> library.problem().isEmpty());
      boolean gpu = gpuBuild && driver.problem().isEmpty() && complete;
      TensorFlowEnvironment.prepare(gpu, request.deterministic(), verbose);
      Optional<Device> ran = Optional.empty();
      Optional<String> failure = Optional.empty();
      if (gpu) {
        failure = CudaLibraries.load(files, libraries);
      }
      if (failure.isPresent()) {
        TensorFlowEnvironment.hideGpus();
      }
      try {
        Supplier<Device> probe = () -> Device.probe(driver.gpus(), request.deterministic());
        ran = Optional.of(verbose ? probe.get() : TensorFlowEnvironment.silently(probe));
      } catch (TensorFlowException e) {
        if (!gpu) {
          throw e;
        }
        failure = Optional.of(e.getMessage());
      }
      return new DeviceSelection(request.use(), gpuBuild, driver, libraries, ran, failure);
    } catch (IOException | LinkageError e) {
      throw new IllegalStateException(
          "TensorFlow's native library cannot be loaded: %s; it takes 700 MB where it is unpacked"
              .formatted(origin(e).getMessage()),
          e);
    }
  }

  /** The loader tries many places: what went wrong first is what comes last. */
  private static Throwable origin(Throwable e) {
    return e.getCause() == null ? e : origin(e.getCause());
  }
}
