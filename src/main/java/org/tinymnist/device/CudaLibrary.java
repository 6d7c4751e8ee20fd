package org.tinymnist.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A CUDA library that TensorFlow opens.
 *
 * @param soname such as {@code libcudart.so.12}
 * @param file that is there for it; empty if there is none
 * @param version of that file; empty if nothing tells
 * @param problem why it cannot be used, if there is a reason
 */
public record CudaLibrary(
    String soname, Optional<Path> file, Optional<String> version, Optional<String> problem) {

  private static final String CUDNN = "libcudnn.so.9";

  /** TensorFlow 2.18 is built for it, and refuses an older one. */
  private static final String OLDEST_CUDNN = "9.3";

  static CudaLibrary missing(String soname, String problem) {
    return new CudaLibrary(soname, Optional.empty(), Optional.empty(), Optional.of(problem));
  }

  static CudaLibrary of(String soname, Path file) {
    Optional<String> version = version(file);
    Optional<String> problem =
        version
            .filter(v -> soname.equals(CUDNN))
            .filter(v -> Version.parse(v).compareTo(Version.parse(OLDEST_CUDNN)) < 0)
            .map(v -> "%s is %s, expected %s or newer".formatted(file, v, OLDEST_CUDNN));
    return new CudaLibrary(soname, Optional.of(file), version, problem);
  }

  /** By the name of the file that a link leads to, or by what pip notes of its packages. */
  private static Optional<String> version(Path file) {
    try {
      String number = file.toRealPath().getFileName().toString().replaceAll(".*\\.so\\.", "");
      if (number.contains(".")) {
        return Optional.of(number);
      }
      for (Path site = file.getParent(); site != null; site = site.getParent()) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(site, "nvidia_*.dist-info")) {
          for (Path notes : all) {
            if (Files.readString(notes.resolve("RECORD")).contains(site.relativize(file) + ",")) {
              return Optional.of(
                  notes.getFileName().toString().replaceAll("^[^-]*-|\\.dist-info$", ""));
            }
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
