package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Empty files stand in for CUDA's libraries, where CUDA's packages put them. */
@EnabledOnOs(OS.LINUX)
class CudaLibrariesTest {

  @TempDir private Path folder;

  @Test
  void tellsVersionsByWhereLinksLeadOrByPipsNotes() throws IOException {
    Path system = Files.createDirectories(folder.resolve("lib64"));
    Files.createFile(system.resolve("libcublas.so.12.6.4.1"));
    Files.createSymbolicLink(system.resolve("libcublas.so.12"), Path.of("libcublas.so.12.6.4.1"));
    Path site = folder.resolve("site-packages");
    Path cudnn = file(site.resolve("nvidia/cudnn/lib/libcudnn.so.9"));
    note(site.resolve("nvidia_cudnn_cu12-9.5.1.17.dist-info"), "nvidia/cudnn/lib/libcudnn.so.9");
    note(site.resolve("nvidia_cufft_cu12-11.3.0.4.dist-info"), "nvidia/cufft/lib/libcufft.so.11");

    List<CudaLibrary> found = find(false, system, site.resolve("nvidia"));
    assertThat(named(found, "libcublas.so.12").version()).contains("12.6.4.1");
    assertThat(named(found, "libcublas.so.12").file()).contains(system.resolve("libcublas.so.12"));
    assertThat(named(found, "libcudnn.so.9").version()).contains("9.5.1.17");
    assertThat(named(found, "libcudnn.so.9").file()).contains(cudnn);
    assertThat(named(found, "libcufft.so.11").problem()).contains("not found");
  }

  @Test
  void refusesACudnnThatIsOlderThanTensorFlowWasBuiltFor() throws IOException {
    Path old = file(folder.resolve("libcudnn.so.9.1.0"));
    Files.createSymbolicLink(folder.resolve("libcudnn.so.9"), old);
    assertThat(named(find(false, folder), "libcudnn.so.9").problem())
        .contains(folder.resolve("libcudnn.so.9") + " is 9.1.0, expected 9.3 or newer");
  }

  @Test
  void takesNewerOnesOnlyWhenAsked() throws IOException {
    file(folder.resolve("nvidia/cu13/lib/libcufft.so.9"));
    Path newer = file(folder.resolve("nvidia/cu13/lib/libcufft.so.12"));
    assertThat(named(find(false, folder), "libcufft.so.11").problem())
        .contains("not found; --link-newer-cuda tries " + newer);
    CudaLibrary taken = named(find(true, folder), "libcufft.so.11");
    assertThat(taken.file()).contains(newer);
    assertThat(taken.problem()).isEmpty();
    Path exact = file(folder.resolve("libcufft.so.11"));
    assertThat(named(find(true, folder), "libcufft.so.11").file()).contains(exact);
  }

  @Test
  void takesTheFirstFolder() throws IOException {
    Path first = file(folder.resolve("first/libcudart.so.12"));
    Path second = file(folder.resolve("second/libcudart.so.12"));
    assertThat(named(find(false, first.getParent(), second.getParent()), "libcudart.so.12").file())
        .contains(first);
  }

  @Test
  void namesAFolderThatIsNone() {
    assertThatThrownBy(() -> CudaSearch.files(List.of(folder.resolve("nosuch"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--cuda-libraries: %s: no such folder", folder.resolve("nosuch"));
  }

  private static List<CudaLibrary> find(boolean newer, Path... folders) throws IOException {
    return CudaLibraries.choose(CudaSearch.files(List.of(folders)), newer);
  }

  private static CudaLibrary named(List<CudaLibrary> libraries, String soname) {
    return libraries.stream().filter(each -> each.soname().equals(soname)).findAny().orElseThrow();
  }

  private static Path file(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.createFile(file).toRealPath();
  }

  private static void note(Path folder, String file) throws IOException {
    Files.writeString(Files.createDirectories(folder).resolve("RECORD"), file + ",sha256=x,1\n");
  }
}
