package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.FolderLock;

/**
 * What can be seen of a cluster without Slurm, or with a pretended one; src/test/slurm has the
 * rest.
 */
class ClusterCommandTest {

  private static final String NAME = "model-1-optimized";

  private final Path folder;
  private final Path results;

  ClusterCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.results = folder.resolve("results");
  }

  /** Of five seeds: finished, under way, queued, failed, never submitted. */
  private FolderLock someRuns() throws IOException {
    Experiment e = SampleRuns.experiment(NAME);
    SampleRuns.write(results, SampleRuns.run(e, 1, SampleRuns.climb(20, 0.99)));
    Path slurm = Files.createDirectories(results.resolve("slurm"));
    List<String> plan = new ArrayList<>(List.of("experiment,seed,epochs,log"));
    for (int seed = 1; seed <= 4; seed++) {
      plan.add("%s,%s,20,17_%s.log".formatted(NAME, seed, seed));
    }
    Files.write(slurm.resolve("plan.csv"), plan);
    Files.writeString(slurm.resolve("17_4.log"), "task 17_4 on n1: killed by signal 9\n");
    Files.writeString(folder.resolve("queue"), "17_2.log\n17_3.log\n");
    return FolderLock.take(Files.createDirectories(results.resolve(NAME).resolve("seed-2")));
  }

  private Outcome cluster(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("cluster"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", results, "--queued", folder.resolve("queue")));
    return Outcome.of(all.toArray());
  }

  @Test
  void listsRunsThatAreNeitherThereNorUnderWayNorQueued() throws IOException {
    try (FolderLock lock = someRuns()) {
      assertThat(lock.warning()).isEmpty();
      assertThat(cluster("missing", NAME + ":1-2,3-5").out())
          .isEqualToNormalizingNewlines(
              """
              model-1-optimized,4,20\texperiments/model-1-optimized.yaml:4
              model-1-optimized,5,20\texperiments/model-1-optimized.yaml:5
              """);
      assertThat(cluster("missing", NAME, "--epochs", 3).out())
          .as("what is there has twenty")
          .contains("model-1-optimized,1,3\t");
    }
  }

  @Test
  void saysHowFarRunsAreThatWereSubmitted() throws IOException {
    try (FolderLock lock = someRuns()) {
      assertThat(lock.warning()).isEmpty();
      assertThat(cluster("status").out())
          .matches(
              """
              running   model-1-optimized, seed 2: epoch 1 of 20, process .*
              waiting   model-1-optimized, seed 3: its task has not started
              failed    model-1-optimized, seed 4: task 17_4 on n1: killed by signal 9
              4 runs: 1 finished, 1 running, 1 waiting, 1 failed
              """
                  .replace("\n", "\\R"));
    }
  }

  @Test
  void refusesWhatIsNoRun() throws IOException {
    Files.createFile(folder.resolve("queue"));
    Outcome seeds = cluster("missing", "model-1-optimized:5-3");
    assertThat(seeds.exit()).isEqualTo(2);
    assertThat(seeds.err()).contains("model-1-optimized:5-3: '5-3', expected seeds");
    Path yaml = folder.resolve("reference.yaml");
    Files.copy(Path.of("experiments", NAME + ".yaml"), yaml);
    Outcome reference = cluster("missing", yaml);
    assertThat(reference.exit()).isEqualTo(1);
    assertThat(reference.err())
        .isEqualToNormalizingNewlines(
            "tiny-mnist: %s: name: reference, expected another name:".formatted(yaml)
                + " this is the folder of the project's own results\n");
    Outcome status = cluster("status");
    assertThat(status.exit()).isEqualTo(1);
    assertThat(status.err()).contains(": no submitted runs, expected slurm/plan.csv");
  }

  /** Runs src/slurm/cluster with programs that pretend. */
  private Outcome submit(int runs, int epochs, Object... arguments) throws Exception {
    assumeThat(Files.exists(Path.of("/bin/bash"))).as("bash").isTrue();
    Path bin = Files.createDirectories(folder.resolve("bin"));
    pretend(
        bin.resolve("program"),
        """
        for seed in $(seq %s); do printf 'model-x,%%d,%s\\tmy own/x.yaml:%%d\\n' $seed $seed; done
        """
            .formatted(runs, epochs));
    pretend(bin.resolve("squeue"), "");
    pretend(bin.resolve("sbatch"), "echo \"$@\" >> ${0%/*}/calls; wc -l < ${0%/*}/calls");
    pretend(
        bin.resolve("scontrol"),
        """
        case $2 in
          config) printf 'MaxArraySize            = 3\\nMaxJobCount             = 10000\\n' ;;
          *) echo 'MaxJobs=N(0) MaxSubmitJobs=9(2) MaxWallPJ=' ;;
        esac
        """);
    List<String> command = new ArrayList<>(List.of("/bin/bash", "src/slurm/cluster", "submit"));
    command.addAll(List.of("--program", bin.resolve("program").toString()));
    command.addAll(List.of("--out", results.toString()));
    List.of(arguments).forEach(each -> command.add(each.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", bin.toString(), (path, own) -> own + ":" + path);
    return Outcome.of(builder.start());
  }

  private static void pretend(Path program, String script) throws IOException {
    Files.writeString(program, "#!/bin/bash\n" + script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void printsAScriptWithWhatWasChosen() throws Exception {
    String options =
        """
        --dry-run --cores=2 --rounds 1 --partition short --account physics --time 2:00:00
        --memory 3G --gres gpu:1 --at-once 7 --epochs 20 --data it's_mine
        -- --qos=low --comment=two_words
        """;
    Object[] words = Stream.of(options.split("\\s+")).map(word -> word.replace('_', ' ')).toArray();
    Outcome outcome = submit(5, 20, words);
    assertThat(outcome.exit()).as(outcome.out()).isZero();
    assertThat(outcome.out())
        .startsWith("#!/bin/bash\n")
        .contains("\nruns_per_task=2\nruns=(\n  my\\ own/x.yaml:1\n")
        .contains("#SBATCH --cpus-per-task=2\n", "#SBATCH --mem=3G\n", "#SBATCH --time=2:00:00\n")
        .contains("#SBATCH --partition=short\n", "#SBATCH --account=physics\n")
        .contains("#SBATCH --gres=gpu:1\n", "--gpu on", "'it'\\''s mine'", "'--epochs' '20'")
        .contains("sbatch '--qos=low' '--comment=two words' '--array=0-2%7' ")
        .contains("'--dependency=afterany:JOB'");
    assertThat(results).doesNotExist();
    Path script = Files.writeString(folder.resolve("study.sbatch"), outcome.out());
    Outcome read = Outcome.of(new ProcessBuilder("/bin/bash", "-n", script.toString()).start());
    assertThat(read.exit()).isZero();
  }

  /** Seven more jobs may be submitted, one is the report: of 40 runs, six tasks have seven. */
  @Test
  void splitsArraysByTheSitesLimitsAndNotesWhereEachRunIs() throws Exception {
    Outcome outcome = submit(40, 20, "--cores", 1, "--rounds", 1);
    assertThat(outcome.out()).isEqualTo("runs: 40, tasks: 6, jobs: 1 2, report: job 3\n");
    assertThat(Files.readAllLines(folder.resolve("bin/calls")))
        .satisfiesExactly(
            call -> assertThat(call).matches("--parsable --array=0-2%100 .*/study.sbatch 0"),
            call -> assertThat(call).matches("--parsable --array=0-2%100 .*/study.sbatch 3"),
            call -> assertThat(call).contains("--dependency=afterany:1:2 ").endsWith(" report"));
    assertThat(Files.readAllLines(results.resolve("slurm/plan.csv")))
        .hasSize(41)
        .contains("experiment,seed,epochs,log", "model-x,1,20,1_0.log", "model-x,7,20,1_0.log")
        .contains("model-x,8,20,1_1.log", "model-x,21,20,1_2.log", "model-x,22,20,2_0.log")
        .contains("model-x,40,20,2_2.log");
  }

  /** 20 epochs take seven minutes or so. */
  @ParameterizedTest
  @CsvSource({"20, 3, 60", "1, 60, 60", "200, 1, 198"})
  void makesTasksOfTwentyMinutesOrOneRun(int epochs, int runs, int minutes) throws Exception {
    assertThat(submit(10, epochs, "--dry-run", "--cores", 1).out())
        .contains("\nruns_per_task=%s\n".formatted(runs))
        .contains("#SBATCH --time=%s\n".formatted(minutes));
  }

  @Test
  void refusesInOneLine() throws Exception {
    assertThat(submit(1, 1, "--cores", 0))
        .isEqualTo(new Outcome(2, "tiny-mnist: --cores: 0, expected 1 or more\n", ""));
    assertThat(submit(1, 1, "--wrong", 0))
        .isEqualTo(new Outcome(2, "tiny-mnist: --wrong: no such option\n", ""));
    assertThat(submit(0, 1))
        .isEqualTo(
            new Outcome(0, "Nothing to submit: all runs are finished, running or queued.\n", ""));
  }
}
