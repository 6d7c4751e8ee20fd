package org.tinymnist.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The places where CUDA's libraries are. */
final class CudaSearch {

  private static final String NAMES = "lib(cu|nv).*\\.so\\..*";

  /** As deep as pip's packages go: nvidia/cublas/lib/libcublas.so.12. */
  private static final int DEPTH = 4;

  private final Map<String, Path> files = new TreeMap<>();

  private CudaSearch() {}

  /**
   * Returns libraries by name: of some folders and their subfolders, of the program's own, of
   * {@code LD_LIBRARY_PATH}, of the system's loader, of {@code /usr/local}. The first place counts.
   *
   * @throws IllegalArgumentException if a folder is none
   */
  static Map<String, Path> files(List<Path> folders) throws IOException {
    CudaSearch search = new CudaSearch();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "--cuda-libraries: %s: no such folder".formatted(folder));
      }
      search.add(folder, DEPTH);
    }
    Path program =
        Path.of(CudaSearch.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    search.add(program.resolveSibling("cuda"), 1);
    for (String folder : System.getenv().getOrDefault("LD_LIBRARY_PATH", "").split(":")) {
      search.add(Path.of(folder), 1);
    }
    search.addThoseOfTheLoader();
    search.add(Path.of("/usr/local/cuda/lib64"), 1);
    return search.files;
  }

  private void add(Path folder, int depth) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.walk(folder.toRealPath(), depth)) {
        found.forEach(this::add);
      }
    }
  }

  private void add(Path file) {
    String name = file.getFileName().toString();
    if (name.matches(NAMES)) {
      files.putIfAbsent(name, file);
    }
  }

  /** Each line is {@code libcudart.so.12 (libc6,x86-64) => /usr/lib/libcudart.so.12}. */
  private void addThoseOfTheLoader() throws IOException {
    Path ldconfig = Path.of("/sbin/ldconfig");
    if (Files.isExecutable(ldconfig)) {
      Process process = new ProcessBuilder(ldconfig.toString(), "-p").start();
      process
          .inputReader()
          .lines()
          .filter(line -> line.contains(" => "))
          .map(line -> Path.of(line.substring(line.indexOf(" => ") + 4)))
          .forEach(this::add);
    }
  }
}
