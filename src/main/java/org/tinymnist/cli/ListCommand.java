package org.tinymnist.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.tinymnist.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the experiments. */
@Command(name = "list", description = "List the experiments.")
final class ListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    List<Experiment> all = experiments.all();
    int width = all.stream().mapToInt(e -> e.name().length()).max().orElse(0);
    for (Experiment experiment : all) {
      spec.commandLine()
          .getOut()
          .printf("%-" + width + "s  %s%n", experiment.name(), experiment.title());
    }
    return 0;
  }
}
