package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.results.PlannedRun.Progress;
import org.tinymnist.results.PlannedRun.State;

class PlannedRunTest {

  private static final PlannedRun RUN = new PlannedRun("model-x", 3, 20, "17_0.log");

  @TempDir private Path results;

  /** The last lines of logs of Slurm 22.05 and of the script. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO TIME LIMIT"
            + " ***",
        "task 17_0 on n1: killed by signal 9",
        "model-x, seed 3: stopped in epoch 3 after step 7; run the same command again to resume"
      })
  void waitsAsLongAsItsTaskIsQueuedAndHasFailedThen(String last) throws IOException {
    log("task 17_0 on n1: started", "model-x, seed 3: 20 epoch(s) of 5 steps", last, "");
    String detail = last.replaceFirst("^model-x, seed 3: ", "");
    assertThat(RUN.progress(results, Set.of("17_1.log", "17_0.log")))
        .isEqualTo(new Progress(State.WAITING, detail));
    assertThat(RUN.progress(results, Set.of("17_1.log")))
        .isEqualTo(new Progress(State.FAILED, detail));
  }

  @Test
  void isNotToldByLinesAboutOtherRuns() throws IOException {
    log(
        "model-x, seed 3: failed: out of memory",
        "model-x, seed 30: written to results",
        "model-y, seed 3: failed: No space left on device");
    assertThat(RUN.progress(results, Set.of(RUN.log())))
        .as("its task makes others")
        .isEqualTo(new Progress(State.FAILED, "failed: out of memory"));
  }

  @Test
  void isReadFromThePlanWhoseLastRowCounts() throws IOException {
    assertThat(PlannedRun.read(results)).isEmpty();
    Files.write(
        Files.createDirectories(results.resolve("slurm")).resolve("plan.csv"),
        List.of(
            "experiment,seed,epochs,log",
            "model-x,3,1,16_0.log",
            "model-y,3,20,16_0.log",
            "model-x,3,20,17_0.log"));
    assertThat(PlannedRun.read(results).values())
        .containsExactly(RUN, new PlannedRun("model-y", 3, 20, "16_0.log"));
  }

  private void log(String... lines) throws IOException {
    Path folder = Files.createDirectories(results.resolve("slurm"));
    Files.write(folder.resolve(RUN.log()), List.of(lines));
  }
}
