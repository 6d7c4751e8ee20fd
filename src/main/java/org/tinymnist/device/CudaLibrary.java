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
 * A CUDA library that TensorFlow opens by its name when it uses a GPU. TensorFlow gets the file
 * that this process has loaded already.
 *
 * @param soname such as {@code libcudart.so.12}
 * @param file the file that is loaded; empty if none is
 * @param problem why TensorFlow cannot use it; empty if it can
 */
public record CudaLibrary(String soname, Optional<Path> file, Optional<String> problem) {

  /** TensorFlow 2.18 needs all of them. Each follows those that it depends on. */
  static final List<String> SONAMES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9");

  /** Dependencies of those, which the loader does not look for in their folder. */
  private static final String DEPENDENCIES = "lib(nvJitLink|nvrtc|nvrtc-builtins)\\.so\\.12.*";

  /** TensorFlow 2.18 is built for cuDNN 9.3 and refuses an older one. */
  private static final String OLD_CUDNN = "libcudnn\\.so\\.9\\.[0-2](\\..*)?";

  private static final int RTLD_NOW = 2;

  /** Returns the folder of the build's CUDA libraries, which need not exist: beside the program. */
  static Path folder(URL program) {
    return Path.of(URI.create(program.toString())).resolveSibling("cuda");
  }

  /** Loads those of a folder, or else those that the system's loader finds, as TensorFlow would. */
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
    if (problem.isPresent()) {
      return new CudaLibrary(soname, Optional.empty(), problem);
    }
    Optional<Path> file = loaded(soname);
    return new CudaLibrary(
        soname,
        file,
        file.filter(each -> each.getFileName().toString().matches(OLD_CUDNN))
            .map(each -> each + ": expected cuDNN 9.3 or newer"));
  }

  /** Returns the reason if the library cannot be loaded. */
  private static Optional<String> open(String name) {
    Function open = Function.getFunction("c", "dlopen");
    Function error = Function.getFunction("c", "dlerror");
    // JNA links its methods when they are first called, which replaces the message of dlerror.
    Function.getFunction("c", "strerror").invokeString(new Object[] {0}, false);
    return open.invokePointer(new Object[] {name, RTLD_NOW}) == null
        ? Optional.of(error.invokeString(null, false))
        : Optional.empty();
  }

  /** Returns the file that Linux has mapped into this process under a library's name. */
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
