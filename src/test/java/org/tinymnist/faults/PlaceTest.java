package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, locales, rights and missing libraries, as other people's machines have them. */
@Tag("faults")
@ExtendWith(ShortRun.Once.class)
class PlaceTest {

  /** A name with an apostrophe, spaces and letters that are not ASCII's. */
  private static final String ODD = "Bob's Größe & co";

  /** On the disk of the build, so that its files can be linked. */
  private static final class BesideTheBuild implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.createTempDirectory(Application.JAR.toAbsolutePath().getParent(), "places");
    }
  }

  @TempDir(factory = BesideTheBuild.class)
  static Path folder;

  private static Path project;

  /** What make and the program take of the project. */
  @BeforeAll
  static void link() throws Exception {
    project = Files.createDirectory(folder.resolve(ODD));
    String files = "Makefile pom.xml src experiments results/reference target/lib target/for-the-*";
    assertThat(
            Application.can(
                "sh",
                "-c",
                "cp -al --parents %s %s \"$0\"".formatted(files, Application.JAR),
                "" + project))
        .isTrue();
  }

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

  static Stream<Arguments> projects() {
    return Stream.of(
        arguments("spaces and umlauts", ""),
        arguments("spaces and umlauts in locale C", "export LC_ALL=C"),
        arguments("a locale that is not installed", "export LC_ALL=xx_XX.UTF-8"),
        arguments(
            "read-only project",
            "mount --bind . .; mount -o remount,bind,ro .; cd \"$PWD\"; if touch new 2>&-; then"
                + " exit 1; fi"));
  }

  /** Make, in place of the program, which it starts; its variables are in the environment. */
  @ParameterizedTest(name = "place: {0}")
  @MethodSource("projects")
  void comesToTheSameBytesByMake(String name, String first, ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount").isTrue();
    Path data = Files.createSymbolicLink(folder.resolve(ODD + ", data, " + name), run.data());
    Path out = folder.resolve(ODD + ", results, " + name);
    String script = "set -e; cd \"$PROJECT\"; %s\nexec make experiments".formatted(first);
    Application.PLAIN
        .inside(
            "env",
            "PROJECT=" + project,
            "EXPERIMENTS=" + ShortRun.EXPERIMENT,
            "EPOCHS=" + ShortRun.EPOCHS,
            "DATA=" + data,
            "OUT=" + out,
            "MAKEFLAGS=",
            "unshare",
            "-rm",
            "sh",
            "-c",
            script)
        .succeeds();
    run.assertSame(out);
  }
}
