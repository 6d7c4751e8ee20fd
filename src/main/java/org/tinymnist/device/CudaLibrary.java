package org.tinymnist.device;

import com.sun.jna.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A CUDA library that TensorFlow opens by name when it uses a GPU. A library that this process has
 * already loaded is the one that TensorFlow gets.
 *
 * @param problem why TensorFlow cannot use the library
 */
public record CudaLibrary(String soname, Optional<Path> file, Optional<String> problem) {

  /** TensorFlow 2.18 needs all of them. Each one follows its dependencies. */
  static final List<String> SONAMES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9");

  /** Further dependencies, which the loader does not search in the folder. */
  private static final String DEPENDENCIES = "lib(nvJitLink|nvrtc|nvrtc-builtins)\\.so\\.12.*";

  /** TensorFlow 2.18 is built for cuDNN 9.3 and refuses an older one. */
  private static final String OLD_CUDNN = "libcudnn\\.so\\.9\\.[0-2](\\..*)?";

  private static final int RTLD_NOW = 2;

  /** Returns the folder of the build's CUDA libraries, beside the program. It may be missing. */
  static Path folder(URL program) {
    return Path.of(URI.create(program.toString())).resolveSibling("cuda");
  }

  /** Loads the folder's libraries, or else those that the system's loader finds. */
  static List<CudaLibrary> load(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.getFileName().toString().matches(DEPENDENCIES))
            .sorted()
            .forEach(file -> open(file.toString()));
      }
    }
    return SONAMES.stream().map(soname -> load(folder.resolve(soname), soname)).toList();
  }

  private static CudaLibrary load(Path own, String soname) {
    String name = Files.exists(own) ? own.toString() : soname;
    Optional<String> problem = open(name).map(why -> why.replace(name + ": ", ""));
    Optional<Path> file = problem.isPresent() ? Optional.empty() : loaded(soname);
    Optional<String> old =
        file.filter(each -> each.getFileName().toString().matches(OLD_CUDNN))
            .map(each -> each + ": expected cuDNN 9.3 or newer");
    return new CudaLibrary(soname, file, problem.or(() -> old));
  }

  /** Returns the reason why the library cannot be loaded. */
  private static Optional<String> open(String name) {
    Function open = Function.getFunction("c", "dlopen");
    Function error = Function.getFunction("c", "dlerror");
    // JNA links a function at its first call, which overwrites the message of dlerror.
    Function.getFunction("c", "strerror").invokeString(new Object[] {0}, false);
    return open.invokePointer(new Object[] {name, RTLD_NOW}) == null
        ? Optional.of(error.invokeString(null, false))
        : Optional.empty();
  }

  /** Returns the library's file among this process's memory mappings. */
  private static Optional<Path> loaded(String soname) {
    try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
      return mappings
          .filter(line -> line.contains("/" + soname))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
