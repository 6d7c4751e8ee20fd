package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tinymnist.results.PlannedRun;
import org.tinymnist.results.PlannedRun.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains on a cluster. */
@Command(
    name = "cluster",
    description = "Train on a cluster with Slurm.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = SubmitCommand.class)
final class ClusterCommand {

  @Spec private CommandSpec spec;

  @Command(
      name = "status",
      description = "Print how far the runs are that were submitted, by the files of the results.")
  int status(@Mixin ResultsOption results) throws IOException {
    List<PlannedRun> plan = PlannedRun.read(results.folder());
    if (plan.isEmpty()) {
      throw new IOException(results.folder() + ": nothing was submitted to a cluster from here");
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<State, Integer> counts = new TreeMap<>();
    for (PlannedRun run : plan) {
      PlannedRun.Progress progress = run.progress(results.folder());
      counts.merge(progress.state(), 1, Integer::sum);
      if (progress.state() != State.FINISHED) {
        out.printf("%-8s  %s: %s%n", progress.state(), run.title(), progress.detail());
      }
    }
    out.println(
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", ", "%d runs: ".formatted(plan.size()), "")));
    return 0;
  }
}
