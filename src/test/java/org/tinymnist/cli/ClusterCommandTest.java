package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be seen of a submission without Slurm; src/test/slurm has the rest. */
class ClusterCommandTest {

  @TempDir private Path folder;

  private String script(Object... arguments) {
    Object[] all = new Object[arguments.length + 5];
    System.arraycopy(
        new Object[] {"cluster", "submit", "--dry-run", "--out", folder}, 0, all, 0, 5);
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    Outcome outcome = Outcome.of(all);
    assertThat(outcome.exit()).as(outcome.said()).isZero();
    assertThat(folder).isEmptyDirectory();
    return outcome.out();
  }

  @Test
  void packsRunsIntoTasksAndTakesTheOptions() {
    String script =
        script(
            "model-1-optimized:3-5",
            "model-3-baseline",
            "--seeds",
            "1-2",
            "--cores",
            2,
            "--rounds",
            1,
            "--partition",
            "short",
            "--account",
            "physics",
            "--time",
            "2:00:00",
            "--memory",
            "3G",
            "--gres",
            "gpu:1",
            "--at-once",
            7,
            "--",
            "--qos=low",
            "--comment=two words");
    assertThat(script)
        .contains("5 of 5 runs are to be made")
        .contains(
            "  0) runs=(experiments/model-1-optimized.yaml:3 experiments/model-1-optimized.yaml:4) ;;")
        .contains("  2) runs=(experiments/model-3-baseline.yaml:2) ;;")
        .doesNotContain("  3) runs=")
        .contains("#SBATCH --cpus-per-task=2\n", "#SBATCH --mem=3G\n", "#SBATCH --time=2:00:00\n")
        .contains("#SBATCH --partition=short\n", "#SBATCH --account=physics\n")
        .contains("#SBATCH --gres=gpu:1\n", "--gpu on")
        .contains("sbatch --qos=low '--comment=two words' --array=0-2%7 ")
        .contains("--dependency=afterany:JOB");
  }

  /** Ten seeds of the default experiments, five of the others; as make reference. */
  @Test
  void isTheProjectsOwnStudyByDefault() {
    assertThat(script("--cores", 1, "--rounds", 1))
        .contains("110 of 110 runs")
        .contains("experiments/record.yaml:10) ;;")
        .contains("experiments/ablations/model-1-literal.yaml:5) ;;")
        .contains("experiments/original/original-max-lr-0-04.yaml:5) ;;")
        .doesNotContain("literal.yaml:6");
    assertThat(script("--seeds", "1-2")).contains("8 of 8 runs");
  }

  /** 20 epochs take seven minutes or so. */
  @ParameterizedTest
  @CsvSource({"20, 4, 60", "1, 1, 60", "200, 10, 198"})
  void makesTasksOfTwentyMinutesOrOneRun(int epochs, int tasks, int minutes) {
    String script = script("model-1-optimized:1-10", "--epochs", epochs, "--cores", 1);
    assertThat(script).containsPattern("\n  %d\\) runs=".formatted(tasks - 1));
    assertThat(script).doesNotContainPattern("\n  %d\\) runs=".formatted(tasks));
    assertThat(script).contains("#SBATCH --time=%d\n".formatted(minutes));
    assertThat(script).contains("--epochs " + epochs);
  }

  @Test
  void isAScriptThatBashReads() throws Exception {
    assumeThat(Files.exists(Path.of("/bin/bash"))).as("bash").isTrue();
    String script = script("--cores", 1, "--", "--comment=it's");
    Path file =
        Files.writeString(folder.resolve("study.sbatch"), script.substring(script.indexOf("#!")));
    Process bash =
        new ProcessBuilder("/bin/bash", "-n", file.toString()).redirectErrorStream(true).start();
    assertThat(new String(bash.getInputStream().readAllBytes())).isEmpty();
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void refusesWhatIsNoRun() {
    Outcome seeds = Outcome.of("cluster", "submit", "model-1-optimized:5-3", "--dry-run");
    assertThat(seeds.exit()).isEqualTo(2);
    assertThat(seeds.err()).contains("model-1-optimized:5-3: '5-3', expected a seed");
    Outcome status = Outcome.of("cluster", "status", "--out", folder);
    assertThat(status.exit()).isEqualTo(1);
    assertThat(status.err()).contains("nothing was submitted");
  }
}
