package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tinymnist.cluster.Slurm;
import org.tinymnist.cluster.Submission;
import org.tinymnist.cluster.Submission.Job;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.PlannedRun;
import org.tinymnist.results.PlannedRun.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Submits runs to Slurm. */
@Command(
    name = "submit",
    description = {
      "Write one script for all runs that are not there, and submit it.",
      "Without EXPERIMENT and --seeds these are the project's own study. What follows -- goes to",
      "sbatch."
    },
    sortOptions = false)
final class SubmitCommand implements Callable<Integer> {

  /** A task of this length is worth its start, and not much is lost with it. */
  private static final int MINUTES = 20;

  /** On one core of an AMD EPYC; where it takes longer, so does a task. */
  private static final int SECONDS_PER_EPOCH = 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores of a task; as many runs at once (default: ${DEFAULT-VALUE}).")
  private int cores = 4;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Runs of a task on each core (default: what takes about 20 minutes).")
  private Integer rounds;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "Tasks that run at once (default: ${DEFAULT-VALUE}).")
  private int atOnce = 100;

  @Option(names = "--partition", paramLabel = "NAME", description = "Partition (default: Slurm's).")
  private String partition;

  @Option(names = "--account", paramLabel = "NAME", description = "Account (default: Slurm's).")
  private String account;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "Time limit of a task, as sbatch takes it (default: three times its length).")
  private String time;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory of a task, as sbatch takes it (default: 1G a core).")
  private String memory;

  @Option(names = "--gres", paramLabel = "LIST", description = "Such as gpu:1, to train on a GPU.")
  private String gres;

  @Option(names = "--dry-run", description = "Print the script, and submit nothing.")
  private boolean dryRun;

  @Mixin private RunsOption runs;
  @Mixin private DataOption data;
  @Mixin private ResultsOption results;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--cores", cores);
    check("--rounds", rounds == null ? 1 : rounds);
    check("--at-once", atOnce);
    List<String> words = spec.commandLine().getParseResult().originalArgs();
    int end = words.contains("--") ? words.indexOf("--") + 1 : words.size();
    List<String> more = words.subList(end, words.size());
    Set<String> queued = dryRun ? Set.of() : Slurm.queued();
    List<Job> jobs = new ArrayList<>();
    Map<String, PlannedRun> plan = new HashMap<>();
    PlannedRun.read(results.folder()).forEach(run -> plan.put(run.title(), run));
    int all = 0;
    int epochs = 1;
    for (Map.Entry<Path, List<Run>> each : runs.allOrReference(more.size()).entrySet()) {
      for (Run run : each.getValue()) {
        int length = run.experiment().recipe().epochs();
        PlannedRun planned = new PlannedRun(run.experiment().name(), run.seed(), length, "");
        PlannedRun before = plan.getOrDefault(planned.title(), planned);
        boolean missing = planned.progress(results.folder()).state() == State.WAITING;
        if (missing && !queued.contains(before.log().replace(".log", ""))) {
          jobs.add(new Job(each.getKey() + ":" + run.seed(), planned));
          epochs = Math.max(epochs, length);
        }
        all++;
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d of %d runs are to be made%n", jobs.size(), all);
    if (jobs.isEmpty()) {
      return 0;
    }
    int seconds = epochs * SECONDS_PER_EPOCH;
    int each = rounds == null ? Math.max(1, 60 * MINUTES / seconds) : rounds;
    Submission submission =
        Submission.of(
            jobs,
            each * cores,
            dryRun ? Slurm.DEFAULT : Slurm.limits(),
            results.folder(),
            options(more, Math.max(MINUTES, each * seconds / 60) * 3));
    if (dryRun) {
      out.print(submission.script());
      out.flush();
      return 0;
    }
    List<String> numbers = submission.submit();
    out.printf(
        "Job %s: %d tasks; then job %s writes the report%n",
        String.join(", ", numbers.subList(0, numbers.size() - 1)),
        submission.tasks().size(),
        numbers.get(numbers.size() - 1));
    return 0;
  }

  private Submission.Options options(List<String> more, int minutes) {
    List<String> header =
        Stream.of(
                "--cpus-per-task=" + cores,
                memory == null ? "--mem-per-cpu=1G" : "--mem=" + memory,
                "--time=" + (time == null ? minutes : time),
                partition == null ? "" : "--partition=" + partition,
                account == null ? "" : "--account=" + account,
                gres == null ? "" : "--gres=" + gres)
            .filter(option -> !option.isEmpty())
            .toList();
    List<String> run = new ArrayList<>(data.arguments());
    run.addAll(runs.arguments());
    run.addAll(List.of("--gpu", gres == null ? "off" : "on"));
    return new Submission.Options(run, data.arguments(), header, more, atOnce);
  }

  private void check(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s: %d, expected 1 or more".formatted(option, value));
    }
  }
}
