package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.cli.Outcome;

/**
 * What a machine lacks or forbids: one line says so, no half-written file remains, and the same
 * command finishes the run on a healthy machine.
 */
@Tag("faults")
@ExtendWith(ShortRun.Once.class)
class FailureTest {

  private static final String LIBRARY = "TensorFlow's native library cannot be loaded: ";
  private static final String CACHE = "-Dorg.bytedeco.javacpp.cachedir=PLACE";

  @TempDir static Path folder;

  /**
   * What a shell does with a place first, JVM options that use it, in place of the results, and the
   * pattern of what is said.
   */
  static Stream<Arguments> machines() throws IOException {
    // A copy of the unpacked libraries, one of which has its size and time, but only zeros.
    String damage =
        """
        cp -as %s/. PLACE
        for library in $(find PLACE -name libjnitensorflow.so); do
          whole=$(readlink "$library"); rm "$library"
          truncate -r "$whole" "$library"; touch -r "$whole" "$library"
        done\
        """
            .formatted(Loader.getCacheDir());
    String readOnly = "mount --bind PLACE PLACE; mount -o remount,bind,ro PLACE";
    String forbidden =
        """
        chmod 555 PLACE
        setpriv --bounding-set=-dac_override --inh-caps=-dac_override "$@" || status=$?
        chmod 755 PLACE
        exit ${status-0}\
        """;
    return Stream.of(
        arguments("read-only results", readOnly, "", "PLACE: Read-only file system"),
        arguments("no permission", forbidden, "", "PLACE: permission denied"),
        // There is room for the lock; for it and a checkpoint; for these and the CSV files.
        arguments("full disk: checkpoint", full(40), "", "/.checkpoint-[^/]*: No space left"),
        arguments("full disk: CSV", full(88), "", "/(metrics|errors).csv: No space left"),
        arguments("full disk: export", full(116), "", "/saved_model.*No space left on device"),
        arguments("library: no room", tmpfs("size=20m"), CACHE, LIBRARY + "PLACE"),
        arguments("library: damaged", damage, CACHE, LIBRARY + "PLACE/.*libjnitensorflow.so"),
        arguments(
            "library: no folder",
            tmpfs("ro"),
            CACHE + " -Djna.tmpdir=PLACE -Djava.io.tmpdir=PLACE",
            LIBRARY + ".*PLACE"),
        arguments(
            "library: noexec",
            tmpfs("noexec"),
            CACHE + " -Djna.tmpdir=PLACE",
            LIBRARY + "PLACE.*\\(noexec\\)"));
  }

  private static String tmpfs(String option) {
    return "mount -t tmpfs -o %s none PLACE".formatted(option);
  }

  /** Copies what a disk of so many KiB holds at the end to where it was mounted. */
  private static String full(int kibibytes) {
    return tmpfs("size=%sk".formatted(kibibytes))
        + """

        trap 'cp -a PLACE PLACE-saved; umount PLACE; cp -a PLACE-saved/. PLACE' EXIT
        "$@"
        exit\
        """;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void isSaidInOneLine(String name, String before, String options, String said, ShortRun run)
      throws Exception {
    assumeThat(Application.canMount()).as("no right to mount").isTrue();
    Path place = Files.createDirectory(folder.resolve(name.replaceAll("\\W+", "-")));
    Path out = options.isEmpty() ? place : Path.of(place + "-results");
    Application machine = Application.PLAIN.mounting(before.replace("PLACE", "" + place));
    if (!options.isEmpty()) {
      machine = machine.with(options.replace("PLACE", "" + place).split(" "));
    }
    machine.fails(said.replace("PLACE", "" + place), run.command(out));
    assertThat(Application.files(place)).noneMatch(file -> file.matches(".*(\\.tmp|\\.draft).*"));
    run.assertFinishes(out);
  }

  @ParameterizedTest(name = "JVM out of memory: {0} MB")
  @ValueSource(ints = {6, 8, 12, 16, 24, 32})
  void saysThatItHasNoMemory(int megabytes, ShortRun run) throws Exception {
    Path out = folder.resolve(megabytes + "-MB");
    Application.PLAIN.with("-Xmx" + megabytes + "m").fails("out of memory", run.command(out));
  }

  /** At whatever point it runs out of them. */
  @Test
  void saysThatItHasNoFileHandles(ShortRun run) throws Exception {
    assumeThat(Application.can("sh", "-c", "ulimit -n 20")).as("no ulimit -n").isTrue();
    Path out = folder.resolve("handles");
    Set<Integer> exits = new HashSet<>();
    // 48 are enough for all.
    for (int handles = 20; handles <= 48; handles += Extent.of(4, 10)) {
      String script = "ulimit -n %s\nexec \"$@\"".formatted(handles);
      Process process = Application.PLAIN.inside("sh", "-c", script, "sh").start(run.command(out));
      Outcome outcome = Outcome.of(process);
      // With the fewest the JVM itself does not start.
      if (outcome.out().lines().noneMatch(line -> line.matches("Error( occurred|: ).*"))) {
        Application.check(outcome);
        exits.add(outcome.exit());
      }
    }
    assertThat(exits).contains(1).isSubsetOf(0, 1);
    run.assertFinishes(out);
  }
}
