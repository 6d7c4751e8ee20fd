package org.tinymnist.device;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A CUDA library that TensorFlow looks for.
 *
 * @param soname such as {@code libcudart.so.12}
 * @param file that it is loaded from; empty if it is not
 * @param problem why it is not loaded; empty if it is
 */
public record CudaLibrary(String soname, Optional<Path> file, Optional<String> problem) {

  static CudaLibrary found(String soname, Path file) {
    return new CudaLibrary(soname, Optional.of(file), Optional.empty());
  }

  static CudaLibrary missing(String soname, String problem) {
    return new CudaLibrary(soname, Optional.empty(), Optional.of(problem));
  }
}
