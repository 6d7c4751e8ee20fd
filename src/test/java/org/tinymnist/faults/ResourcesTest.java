package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Too little of what every process needs: at whatever point it runs out, it says so. */
@Tag("faults")
@ExtendWith(Undisturbed.class)
class ResourcesTest {

  @TempDir static Path folder;

  @Test
  @DisplayName("out of file handles")
  void saysThatItHasNoFileHandles(ShortRun run) throws Exception {
    assumeThat(Application.can("sh", "-c", "ulimit -n 20")).as("no ulimit -n").isTrue();
    Path out = folder.resolve("handles");
    Set<Integer> exits = new HashSet<>();
    // 48 are enough for all.
    for (int handles = 20; handles <= 48; handles += Extent.of(4, 10)) {
      Application.Ended ended =
          Application.PLAIN.after("ulimit -n " + handles).run(run.command(out));
      // With the fewest the JVM itself does not start.
      if (ended.lines().stream().noneMatch(line -> line.matches("Error( occurred|: ).*"))) {
        ended.assertFailedInLinesIfAtAll();
        exits.add(ended.exit());
      }
    }
    assertThat(exits).contains(1);
    run.assertFinishes(out);
  }

  @Test
  @DisplayName("JVM out of memory")
  void saysThatItHasNoMemory(ShortRun run) throws Exception {
    Path out = folder.resolve("memory");
    int[] megabytes = Extent.of(1, 0) == 1 ? new int[] {6, 8, 12, 16, 24, 32} : new int[] {8, 24};
    for (int heap : megabytes) {
      Application.PLAIN
          .with("-Xmx" + heap + "m")
          .run(run.command(out))
          .assertFailed("out of memory");
    }
    run.assertFinishes(out);
  }
}
