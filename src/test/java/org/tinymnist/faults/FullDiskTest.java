package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The results lie on a disk that is too small, a tmpfs. */
@Tag("faults")
@ExtendWith(Undisturbed.class)
class FullDiskTest {

  /** Bytes that a tmpfs gives out at once. */
  private static final int PAGE = 4096;

  @TempDir static Path folder;

  /** The disk has room for the lock, for so many checkpoints and for so many pages besides. */
  @ParameterizedTest(name = "full disk: {0}")
  @CsvSource({
    "checkpoint, 0.5, 0, .*/.checkpoint-[^/]*: .*",
    "CSV, 1, 1, .*/.draft-[^/]*/(metrics|errors).csv: .*",
    "export, 1, 8, .*/.draft-[^/]*/saved_model.*"
  })
  void saysWhichFileDoesNotFitAndLosesNothing(
      String stage, double checkpoints, int pages, String file, ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount a small disk").isTrue();
    Path disk = Files.createDirectory(folder.resolve(stage + "-disk"));
    Path saved = Files.createDirectory(folder.resolve(stage + "-saved"));
    long size = PAGE * (1 + (long) Math.ceil(checkpoints * run.checkpointBytes() / PAGE) + pages);
    Application.Ended ended =
        Application.PLAIN
            .mounting(
                """
                mount -t tmpfs -o size=%d none %s
                trap 'cp -a %2$s/. %s' EXIT
                "$@"; exit\
                """
                    .formatted(size, disk, saved))
            .run(run.command(disk));
    ended.assertFailed("No space left on device");
    assertThat(ended.failures().get(0)).matches(".*: " + file);
    assertThat(Application.files(saved))
        .noneMatch(name -> name.endsWith(".tmp") || name.contains(".draft"));
    run.assertFinishes(saved);
  }
}
