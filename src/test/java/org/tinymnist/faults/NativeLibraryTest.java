package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow's native library, which is unpacked at the first start, is not as it should be. */
@Tag("faults")
@ExtendWith(ShortRun.Once.class)
class NativeLibraryTest {

  private static final String CACHE = "-Dorg.bytedeco.javacpp.cachedir=";
  private static final String LIBRARY = "libjnitensorflow.so";

  @TempDir static Path folder;

  @Test
  void unpacksAgainWhatIsTruncated(ShortRun run) throws Exception {
    Path cache = copyOfTheCache("truncated");
    byte[] bytes = Files.readAllBytes(library(cache));
    replace(library(cache), Arrays.copyOf(bytes, bytes.length / 2));
    Path out = folder.resolve("truncated-results");
    Application.PLAIN.with(CACHE + cache).succeeds(run.command(out));
    assertThat(library(cache)).hasBinaryContent(bytes);
    run.assertSame(out);
  }

  @Test
  void saysThatItIsDamaged(ShortRun run) throws Exception {
    Path cache = copyOfTheCache("damaged");
    Path library = library(cache);
    replace(library, new byte[(int) Files.size(library)]);
    Path out = folder.resolve("damaged-results");
    Application.PLAIN
        .with(CACHE + cache)
        .fails("TensorFlow's native library cannot be loaded: " + library, run.command(out));
    run.assertFinishes(out);
  }

  /** Puts a file with the same time in place of a link. */
  private static void replace(Path link, byte[] content) throws IOException {
    FileTime time = Files.getLastModifiedTime(link);
    Files.delete(link);
    Files.write(link, content);
    Files.setLastModifiedTime(link, time);
  }

  private static Path copyOfTheCache(String name) throws Exception {
    Path cache = folder.resolve(name);
    String unpacked = Loader.getCacheDir().getPath();
    assertThat(Application.can("cp", "-as", unpacked, cache.toString())).isTrue();
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
