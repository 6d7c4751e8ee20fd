package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A small library of the JDK stands in for those of CUDA. */
@EnabledOnOs(OS.LINUX)
class CudaLibraryTest {

  private static final Path LIBRARY = Path.of(System.getProperty("java.home"), "lib/librmi.so");

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = temporary.toRealPath();
  }

  @Test
  void liesBesideTheProgram() throws IOException {
    assertThat(CudaLibrary.folder(new URL("file:/opt/Tiny%20MNIST/target/tiny-mnist.jar")))
        .isEqualTo(Path.of("/opt/Tiny MNIST/target/cuda"));
  }

  @Test
  void isLoadedFromTheBuildsFolderOrSaysWhyNot() throws IOException {
    Path cufft = Files.copy(LIBRARY, folder.resolve("libcufft.so.11"));
    Path cudart = linked("libcudart.so.12", "libcudart.so.12.6.77");
    Path cudnn = linked("libcudnn.so.9", "libcudnn.so.9.1.0");
    Files.writeString(folder.resolve("libcusparse.so.12"), "text");
    List<CudaLibrary> found = CudaLibrary.load(folder);
    assertThat(found).extracting(CudaLibrary::soname).isEqualTo(CudaLibrary.SONAMES);
    assertUsable(named(found, "libcufft.so.11"), cufft);
    assertUsable(named(found, "libcudart.so.12"), cudart);
    assertThat(named(found, "libcudnn.so.9").problem())
        .hasValue(cudnn + ": expected cuDNN 9.3 or newer");
    // In the language of the locale: "file too short".
    assertThat(named(found, "libcusparse.so.12").problem().orElseThrow())
        .isNotBlank()
        .doesNotContain("libcusparse");
    assertThat(CudaLibrary.load(folder.resolve("nosuch"))).hasSameSizeAs(found);
  }

  private Path linked(String soname, String name) throws IOException {
    Path file = Files.copy(LIBRARY, folder.resolve(name));
    Files.createSymbolicLink(folder.resolve(soname), file);
    return file;
  }

  private static void assertUsable(CudaLibrary library, Path file) {
    assertThat(library.file()).hasValue(file);
    assertThat(library.problem()).isEmpty();
  }

  private static CudaLibrary named(List<CudaLibrary> libraries, String soname) {
    return libraries.stream().filter(each -> each.soname().equals(soname)).findAny().orElseThrow();
  }
}
