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

  @TempDir static Path folder;

  /** The one checkpoint of this run takes 64 KiB, the model 64, the pictures some hundred more. */
  @ParameterizedTest(name = "full disk: {0}")
  @CsvSource({
    "checkpoint, 32, .*/.checkpoint/epoch-1: .*",
    "CSV, 72, .*/.draft/(metrics|errors).csv: .*",
    "export, 100, .*/.draft/saved_model.*",
    "report, 400, .*/(charts/[a-z-]+.(svg|png)|report.md): .*",
  })
  void saysWhichFileDoesNotFitAndLosesNothing(
      String stage, int kibibytes, String file, ShortRun run) throws Exception {
    assumeThat(Application.canMount()).as("no right to mount a small disk").isTrue();
    Path disk = Files.createDirectory(folder.resolve(stage + "-disk"));
    Path saved = Files.createDirectory(folder.resolve(stage + "-saved"));
    Application.Ended ended =
        Application.PLAIN
            .mounting(
                """
                mount -t tmpfs -o size=%dk none %s
                trap 'cp -a %2$s/. %s' EXIT
                "$@"; exit"""
                    .formatted(kibibytes, disk, saved))
            .run(run.command(disk));
    ended.assertFailed("No space left on device");
    assertThat(ended.failures().get(0)).matches(".*: " + file);
    assertThat(Application.files(saved))
        .noneMatch(name -> name.endsWith(".tmp") || name.contains(".draft"));
    run.assertFinishes(saved);
  }
}
