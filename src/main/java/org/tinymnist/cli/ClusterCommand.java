package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.PlannedRun;
import org.tinymnist.results.PlannedRun.Progress;
import org.tinymnist.results.PlannedRun.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Subcommands for {@code src/slurm/cluster}. */
@Command(
    name = "cluster",
    description = "Internal: list runs for src/slurm/cluster.",
    hidden = true,
    synopsisSubcommandLabel = "COMMAND")
final class ClusterCommand {

  @Spec private CommandSpec spec;

  @Option(
      names = "--queued",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "File with the log names of unfinished Slurm tasks, one per line.")
  private Path queued;

  @Command(
      name = "missing",
      description = {
        "List the runs that are not finished, running or queued.",
        "Each line: experiment,seed,epochs, a tab, and the argument of the command `run`."
      })
  int missing(@Mixin RunsOption runs, @Mixin Options.Results results) throws IOException {
    Map<String, PlannedRun> plan = PlannedRun.read(results.folder);
    Set<String> logs = queuedLogs();
    PrintWriter out = spec.commandLine().getOut();
    for (Map.Entry<Path, Set<Run>> each : runs.all().entrySet()) {
      for (Run run : each.getValue()) {
        String name = run.experiment().name();
        int epochs = run.experiment().recipe().epochs();
        String log = plan.containsKey(run.title()) ? plan.get(run.title()).log() : "";
        PlannedRun planned = new PlannedRun(name, run.seed(), epochs, log);
        if (planned.progress(results.folder, logs).state() == State.FAILED) {
          out.printf("%s,%s,%s\t%s:%s%n", name, run.seed(), epochs, each.getKey(), run.seed());
        }
      }
    }
    return 0;
  }

  @Command(name = "folders", description = "Print the folder of each run, one per line.")
  int folders(@Mixin RunsOption runs, @Mixin Options.Results results) throws IOException {
    for (Set<Run> each : runs.all().values()) {
      each.forEach(run -> spec.commandLine().getOut().println(run.folder(results.folder)));
    }
    return 0;
  }

  @Command(name = "status", description = "Show the state of the submitted runs.")
  int status(@Mixin Options.Results results) throws IOException {
    Map<String, PlannedRun> plan = PlannedRun.read(results.folder);
    if (plan.isEmpty()) {
      throw new IOException(
          results.folder
              + ": no submitted runs, expected slurm/plan.csv; submit runs with make cluster");
    }
    Set<String> logs = queuedLogs();
    PrintWriter out = spec.commandLine().getOut();
    Map<State, Integer> counts = new TreeMap<>();
    for (PlannedRun run : plan.values()) {
      Progress progress = run.progress(results.folder, logs);
      counts.merge(progress.state(), 1, Integer::sum);
      if (progress.state() != State.FINISHED) {
        out.printf("%-8s  %s: %s%n", name(progress.state()), run.title(), progress.detail());
      }
    }
    out.println(
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + name(count.getKey()))
            .collect(Collectors.joining(", ", "%d runs: ".formatted(plan.size()), "")));
    return 0;
  }

  private static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private Set<String> queuedLogs() throws IOException {
    return queued == null ? Set.of() : Set.copyOf(Files.readAllLines(queued));
  }
}
