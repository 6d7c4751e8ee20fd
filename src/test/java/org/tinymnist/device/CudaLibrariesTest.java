package org.tinymnist.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking, with a small library in place of CUDA's gigabytes. */
@EnabledOnOs(OS.LINUX)
class CudaLibrariesTest {

  private static final byte[] LIBRARY = new byte[100_000];

  static {
    new Random(1).nextBytes(LIBRARY);
  }

  @TempDir Path folder;
  private URL resource;
  private Path unpacked;

  @BeforeEach
  void unpack() throws IOException {
    Path jar = Files.createTempFile(folder, "libraries", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("folder/libsmall.so.1"));
      out.write(LIBRARY);
    }
    resource = URI.create("jar:" + jar.toUri() + "!/folder/libsmall.so.1").toURL();
    unpacked = CudaLibraries.unpacked(resource);
    assertThat(unpacked).hasFileName("libsmall.so.1").hasBinaryContent(LIBRARY);
  }

  @AfterEach
  void deleteFromTheCache() throws IOException {
    Files.delete(unpacked);
    Files.delete(unpacked.getParent());
    Files.delete(unpacked.getParent().getParent());
  }

  @Test
  void unpacksOnceIntoTheCache() throws IOException {
    assertThat(unpacked).startsWith(Loader.getCacheDir().toPath());
    Object changed = Files.getAttribute(unpacked, "unix:ctime");
    assertThat(CudaLibraries.unpacked(resource)).isEqualTo(unpacked);
    assertThat(Files.getAttribute(unpacked, "unix:ctime")).isEqualTo(changed);
  }

  @Test
  void doesNotTakeAnInterruptedUnpackingForDone() throws IOException {
    try (var file = Files.newByteChannel(unpacked, StandardOpenOption.WRITE)) {
      file.truncate(LIBRARY.length / 2);
    }
    assertThat(CudaLibraries.unpacked(resource)).hasBinaryContent(LIBRARY);
  }

  @Test
  void doesNotTakeAFileOfTheRightSizeForDone() throws IOException {
    Files.write(unpacked, new byte[LIBRARY.length]);
    Files.setLastModifiedTime(unpacked, FileTime.fromMillis(0));
    assertThat(CudaLibraries.unpacked(resource)).hasBinaryContent(LIBRARY);
  }
}
