package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow's native library, which is unpacked at the first start, is not as it should be. */
@Tag("faults")
@ExtendWith(Undisturbed.class)
class NativeLibraryTest {

  private static final String CACHE = "-Dorg.bytedeco.javacpp.cachedir=";
  private static final String LIBRARY = "libjnitensorflow.so";

  @TempDir static Path folder;

  @Test
  @DisplayName("native library: no room to unpack it")
  void saysThatItCannotBeUnpacked(ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount a small disk").isTrue();
    Path cache = Files.createDirectory(folder.resolve("small"));
    Path out = folder.resolve("unpacked");
    Application.PLAIN
        .mounting("mount -t tmpfs -o size=20m none " + cache)
        .with(CACHE + cache)
        .run(run.command(out))
        .assertFailed("TensorFlow's native library cannot be loaded: " + cache);
    run.assertFinishes(out);
  }

  @Test
  @DisplayName("native library: no folder to unpack it into")
  void saysThatItFindsNoFolder(ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount a read-only disk").isTrue();
    Path disk = Files.createDirectory(folder.resolve("read-only"));
    Path out = folder.resolve("without-folder");
    Application.PLAIN
        .mounting("mount -t tmpfs -o ro none " + disk)
        .with(CACHE + disk, "-Djna.tmpdir=" + disk, "-Djava.io.tmpdir=" + disk)
        .run(run.command(out))
        .assertFailed("TensorFlow's native library cannot be loaded: ", disk.toString());
    run.assertFinishes(out);
  }

  @Test
  @DisplayName("native library: a disk on which programs cannot run")
  void saysThatProgramsCannotRunThere(ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount a disk").isTrue();
    Path disk = Files.createDirectory(folder.resolve("noexec"));
    Path out = folder.resolve("not-run");
    Application.PLAIN
        .mounting("mount -t tmpfs -o noexec none " + disk)
        .with(CACHE + disk, "-Djna.tmpdir=" + disk)
        .run(run.command(out))
        .assertFailed("TensorFlow's native library cannot be loaded: " + disk, "(noexec)");
    run.assertFinishes(out);
  }

  @Test
  @DisplayName("native library: unpacked in part")
  void unpacksAgainWhatIsTruncated(ShortRun run) throws Exception {
    Path cache = copyOfTheCache("truncated");
    Path library = library(cache);
    byte[] bytes = Files.readAllBytes(library);
    FileTime time = Files.getLastModifiedTime(library);
    Files.write(library, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Files.setLastModifiedTime(library, time);
    Path out = folder.resolve("truncated-results");
    Application.PLAIN.with(CACHE + cache).run(run.command(out)).assertEndedWell();
    assertThat(library).hasBinaryContent(bytes);
    run.assertSame(out);
  }

  @Test
  @DisplayName("native library: damaged")
  void saysThatItIsDamaged(ShortRun run) throws Exception {
    Path cache = copyOfTheCache("damaged");
    Path library = library(cache);
    FileTime time = Files.getLastModifiedTime(library);
    Files.write(library, new byte[(int) Files.size(library)]);
    Files.setLastModifiedTime(library, time);
    Path out = folder.resolve("damaged-results");
    Application.PLAIN
        .with(CACHE + cache)
        .run(run.command(out))
        .assertFailed("TensorFlow's native library cannot be loaded: " + library);
    run.assertFinishes(out);
  }

  /** With links to the large libraries, and a file of its own for the small one. */
  private static Path copyOfTheCache(String name) throws IOException {
    Path unpacked = Loader.getCacheDir().toPath();
    Path cache = folder.resolve(name);
    try (Stream<Path> files = Files.walk(unpacked)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = cache.resolve(unpacked.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else if (file.endsWith(LIBRARY)) {
          Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        } else if (!file.endsWith(".lock")) {
          Files.createSymbolicLink(copy, file);
        }
      }
    }
    return cache;
  }

  private static Path library(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> file.endsWith(Path.of(Loader.getPlatform(), LIBRARY)))
          .findFirst()
          .orElseThrow();
    }
  }
}
