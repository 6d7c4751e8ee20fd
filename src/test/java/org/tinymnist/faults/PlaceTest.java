package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Locales, rights and missing libraries, as other people's machines have them. */
@Tag("faults")
@ExtendWith(ShortRun.Once.class)
class PlaceTest {

  @TempDir static Path folder;

  static Stream<Arguments> places() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    String temporaryFiles = "-Djava.io.tmpdir=" + temporary;
    return Stream.of(
        arguments("locale C", Application.PLAIN.inside("env", "LC_ALL=C")),
        arguments("Turkish", Application.PLAIN.with("-Duser.language=tr", "-Duser.country=TR")),
        arguments(
            "read-only home",
            Application.PLAIN
                .mounting("mount -t tmpfs -o ro none " + home)
                .with("-Duser.home=" + home, temporaryFiles)),
        arguments("no network", Application.PLAIN.inside("unshare", "-rn")),
        arguments(
            "user without a home",
            Application.PLAIN.inside("unshare", "-U", "--map-user=12345").with(temporaryFiles)),
        arguments(
            "no library of AWT",
            Application.PLAIN.mounting(
                """
                for library in %1$s/lib*awt*.so %1$s/libfontmanager.so; do
                  mount --bind /dev/null $library
                done
                if [ -s %1$s/libfontmanager.so ]; then exit 1; fi\
                """
                    .formatted(Path.of(System.getProperty("java.home"), "lib")))));
  }

  @ParameterizedTest(name = "place: {0}")
  @MethodSource("places")
  void comesToTheSameBytes(String name, Application place, ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount").isTrue();
    Path out = folder.resolve(name);
    place.succeeds(run.command(out));
    run.assertSame(out);
    // The name of a home that is not there.
    assertThat(Path.of("?")).doesNotExist();
  }
}
