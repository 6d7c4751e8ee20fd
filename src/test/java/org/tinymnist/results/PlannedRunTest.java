package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.results.PlannedRun.Progress;
import org.tinymnist.results.PlannedRun.State;

class PlannedRunTest {

  private static final PlannedRun RUN = new PlannedRun("model-x", 3, 20, "17_0.log");

  @TempDir private Path results;

  /** The last lines of logs of Slurm 22.05 and of the script. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          task 17_0 on n1: started | WAITING
          model-x, seed 3: epoch 2/20 | WAITING
          model-x, seed 3: stopped in epoch 3 after step 7; it can go on from there | WAITING
          task 17_0 on n1: time limit; requeued, 1 of 3 | WAITING
          slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO JOB REQUEUE *** | WAITING
          slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO PREEMPTION *** | WAITING
          slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO NODE FAILURE *** | WAITING
          slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 *** | FAILED
          slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO TIME LIMIT *** | FAILED
          task 17_0 on n1: killed by signal 9 | FAILED
          task 17_0 on n1: time limit, the fourth: it takes more --time | FAILED
          model-x, seed 3: failed: results: No space left on device | FAILED
          tiny-mnist: /nowhere: no such file or folder | FAILED
          """)
  void isTakenForWhatItsLogSaysLast(String last, State state) throws IOException {
    log("task 17_0 on n1: started", "model-x, seed 3: 20 epoch(s) of 5 steps", last);
    Progress progress = RUN.progress(results);
    assertThat(progress.state()).isEqualTo(state);
    assertThat(progress.detail()).isEqualTo(last.replaceFirst("^model-x, seed 3: ", ""));
  }

  @Test
  void isNotToldByLinesAboutOtherRuns() throws IOException {
    log(
        "model-x, seed 3: failed: out of memory",
        "model-x, seed 30: written to results",
        "model-y, seed 3: failed: No space left on device");
    assertThat(RUN.progress(results))
        .isEqualTo(new Progress(State.FAILED, "failed: out of memory"));
  }

  @Test
  void wasCancelledByWhatIsSaidBeforeItStopped() throws IOException {
    log(
        "slurmstepd: error: *** JOB 17 ON n1 CANCELLED AT 2026-01-01T00:00:00 ***",
        "model-x, seed 3: stopped in epoch 3 after step 7; it can go on from there",
        "Interrupted. The same command goes on where it was stopped.");
    assertThat(RUN.progress(results).state()).isEqualTo(State.FAILED);
    assertThat(RUN.progress(results).detail()).contains("CANCELLED");
  }

  @Test
  void runsWhileItIsLocked() throws IOException {
    Path folder = Files.createDirectories(results.resolve("model-x/seed-3/.checkpoint"));
    Files.createFile(folder.resolve("epoch-4-step-0"));
    FolderLock lock = FolderLock.take(folder.getParent());
    Progress progress = RUN.progress(results);
    assertThat(progress.state()).isEqualTo(State.RUNNING);
    assertThat(progress.detail()).startsWith("epoch 5 of 20, process ");
    lock.close();
    assertThat(RUN.progress(results))
        .isEqualTo(new Progress(State.WAITING, "its task has not begun"));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    assertThat(PlannedRun.read(results)).isEmpty();
    Path folder = Files.createDirectories(results.resolve(PlannedRun.FOLDER));
    PlannedRun.FILE.write(folder, List.of(RUN));
    assertThat(PlannedRun.read(results)).containsExactly(RUN);
  }

  private void log(String... lines) throws IOException {
    Path folder = Files.createDirectories(results.resolve(PlannedRun.FOLDER));
    Files.write(folder.resolve(RUN.log()), List.of(lines));
  }
}
