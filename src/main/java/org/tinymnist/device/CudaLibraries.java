package org.tinymnist.device;

import com.sun.jna.Platform;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.javacpp.Loader;

/**
 * The libraries that TensorFlow opens, by their names, when it meets a GPU. Those of the machine
 * are taken if all are there; if not, those of the artifact {@code org.bytedeco:cuda}, if it is on
 * the class path. The two are never mixed.
 */
final class CudaLibraries {

  /** What TensorFlow 2.18 wants all of, or it takes no GPU. */
  static final List<String> SONAMES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9");

  /** Sought by libnvrtc, which does not look beside itself. */
  private static final String BUILTINS = "libnvrtc-builtins.so.12.6";

  /** What these open themselves; their search begins beside them. */
  private static final List<String> COMPANIONS =
      List.of(
          "libnvJitLink.so.12",
          "libnvrtc.so.12",
          BUILTINS,
          "libcudnn_graph.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9",
          "libcudnn_heuristic.so.9",
          "libcudnn_engines_precompiled.so.9",
          "libcudnn_engines_runtime_compiled.so.9");

  private static final String CUDNN = "libcudnn.so.9";

  /** TensorFlow 2.18 is built for cuDNN 9.3, and refuses an older one. */
  private static final long CUDNN_VERSION = 90_300;

  private static final String ARTIFACT = "/org/bytedeco/cuda/linux-x86_64/";

  private CudaLibraries() {}

  private static boolean onClassPath() {
    return resource(CUDNN) != null;
  }

  /**
   * Loads the libraries into this process, where TensorFlow finds them without a path.
   *
   * @param wanted whether there is a use for them: if not, nothing is unpacked
   * @param notes hears of what takes long: the first time, those of the class path are unpacked
   * @return one of each name
   * @throws IOException if they cannot be unpacked
   */
  static List<CudaLibrary> load(boolean wanted, Consumer<String> notes) throws IOException {
    if (!Platform.isLinux()) {
      return SONAMES.stream().map(name -> CudaLibrary.missing(name, "on Linux only")).toList();
    }
    Map<String, SharedLibrary> opened = new LinkedHashMap<>();
    List<CudaLibrary> machine = load(soname -> soname, opened);
    if (machine.stream().allMatch(library -> library.file().isPresent()) || !onClassPath()) {
      return machine;
    }
    opened.values().forEach(SharedLibrary::close);
    if (!wanted) {
      String unused = "on the class path, and unpacked when there is a GPU";
      return SONAMES.stream().map(name -> CudaLibrary.missing(name, unused)).toList();
    }
    Path folder = unpack(notes);
    SharedLibrary.open(folder.resolve(BUILTINS).toString());
    return load(soname -> folder.resolve(soname).toString(), new LinkedHashMap<>());
  }

  private static List<CudaLibrary> load(
      Function<String, String> name, Map<String, SharedLibrary> opened) {
    return SONAMES.stream()
        .map(
            soname -> {
              try {
                SharedLibrary library = SharedLibrary.open(name.apply(soname));
                opened.put(soname, library);
                if (soname.equals(CUDNN)) {
                  checkCudnn(library);
                }
                return CudaLibrary.found(soname, library.path());
              } catch (UnsatisfiedLinkError e) {
                return CudaLibrary.missing(soname, e.getMessage());
              }
            })
        .toList();
  }

  private static void checkCudnn(SharedLibrary cudnn) {
    long version = cudnn.function("cudnnGetVersion").invokeLong(new Object[0]);
    if (version < CUDNN_VERSION) {
      throw new UnsatisfiedLinkError(
          "%s: cuDNN's version is %d, expected %d or newer"
              .formatted(cudnn.path(), version, CUDNN_VERSION));
    }
  }

  /** Unpacks the class path's libraries into a folder, if that was not done before. */
  private static Path unpack(Consumer<String> notes) throws IOException {
    Path jar =
        Path.of(((JarURLConnection) resource(CUDNN).openConnection()).getJarFileURL().getPath());
    Path cache = Loader.getCacheDir().toPath().resolve(jar.getFileName());
    if (!Files.exists(cache.resolve(ARTIFACT.substring(1) + CUDNN))) {
      notes.accept("Unpacking CUDA's libraries into %s, once: 2.7 GB".formatted(cache));
    }
    Path folder = null;
    for (List<String> names : List.of(COMPANIONS, SONAMES)) {
      for (String name : names) {
        folder = unpacked(resource(name)).getParent();
      }
    }
    return folder;
  }

  /**
   * The file that a resource of the class path is unpacked to. JavaCPP sets a file's time when it
   * is complete, and unpacks it again when its size or its time are not the resource's: one that
   * was interrupted is not taken for done. One process at a time does it.
   */
  static Path unpacked(URL resource) throws IOException {
    return Loader.cacheResource(resource).toPath();
  }

  private static URL resource(String name) {
    return CudaLibraries.class.getResource(ARTIFACT + name);
  }
}
