package org.tinymnist.device;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.Loader;

/**
 * The libraries that TensorFlow opens, by their names, when it meets a GPU: it gets those that this
 * process has loaded already, wherever they came from.
 */
final class CudaLibraries {

  /** What TensorFlow 2.18 wants all of; each comes after those that it needs. */
  static final List<String> SONAMES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9");

  /** What those need or open, and do not find where pip has installed them. */
  private static final String COMPANIONS = "lib(nvJitLink|nvrtc|nvrtc-builtins)\\.so\\.1[2-9].*";

  private static final String TENSORFLOW =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  /** A folder that TensorFlow's library searches, as seen from its own. */
  private static final String SEARCHED = "nvidia/cuda_runtime/lib";

  private CudaLibraries() {}

  /** TensorFlow's library for GPUs, if the program was built with it. */
  static Optional<URL> tensorFlow() {
    return Optional.ofNullable(CudaLibraries.class.getResource(TENSORFLOW));
  }

  /**
   * Returns one of each name.
   *
   * @param files that there are, by name
   * @param linkNewer whether a newer one stands in for one that is missing
   */
  static List<CudaLibrary> choose(Map<String, Path> files, boolean linkNewer) {
    List<CudaLibrary> libraries = new ArrayList<>();
    for (String soname : SONAMES) {
      Optional<Path> newer = newest(files, soname);
      if (files.containsKey(soname)) {
        libraries.add(CudaLibrary.of(soname, files.get(soname)));
      } else if (newer.isPresent() && linkNewer) {
        libraries.add(CudaLibrary.of(soname, newer.get()));
      } else {
        String hint = newer.map(f -> "; --link-newer-cuda tries " + f).orElse("");
        libraries.add(CudaLibrary.missing(soname, "not found" + hint));
      }
    }
    return libraries;
  }

  /** The file of the highest major version, if that is higher than a soname's. */
  private static Optional<Path> newest(Map<String, Path> files, String soname) {
    String stem = soname.replaceAll("\\d+$", "");
    ToIntFunction<String> major = name -> Integer.parseInt(name.substring(stem.length()));
    return files.keySet().stream()
        .filter(name -> name.startsWith(stem) && name.substring(stem.length()).matches("\\d+"))
        .filter(name -> major.applyAsInt(name) > major.applyAsInt(soname))
        .max(Comparator.comparingInt(major))
        .map(files::get);
  }

  /**
   * Loads libraries into this process.
   *
   * @param files that there are, by name
   * @param chosen one of each name
   * @return the loader's reason, if one cannot be loaded
   * @throws IOException if a link for a newer one cannot be made
   */
  static Optional<String> load(Map<String, Path> files, List<CudaLibrary> chosen)
      throws IOException {
    try {
      files.values().stream()
          .filter(file -> file.getFileName().toString().matches(COMPANIONS))
          .forEach(file -> System.load(file.toString()));
      for (CudaLibrary library : chosen) {
        Path file = library.file().orElseThrow();
        System.load(file.toString());
        if (!file.endsWith(library.soname())) {
          link(library.soname(), file);
        }
      }
      return Optional.empty();
    } catch (UnsatisfiedLinkError e) {
      return Optional.of(e.getMessage());
    }
  }

  /** TensorFlow looks for a name that no loaded library has in some folders beside its own. */
  private static void link(String soname, Path file) throws IOException {
    Path tensorFlow = Path.of(Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class));
    Path folder = Files.createDirectories(tensorFlow.getParent().resolveSibling(SEARCHED));
    Files.deleteIfExists(folder.resolve(soname));
    Files.createSymbolicLink(folder.resolve(soname), file);
  }
}
