package org.tinymnist.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    List<Experiment> ofStudy = experiments.ofStudy();
    int width =
        Stream.concat(all.stream(), ofStudy.stream())
            .mapToInt(experiment -> experiment.name().length())
            .max()
            .orElse(0);
    print(all, width);
    if (!ofStudy.isEmpty()) {
      spec.commandLine().getOut().printf("%nIn a study:%n");
      print(ofStudy, width);
    }
    return 0;
  }

  private void print(List<Experiment> listed, int width) {
    for (Experiment experiment : listed) {
      spec.commandLine()
          .getOut()
          .printf("%-" + width + "s  %s%n", experiment.name(), experiment.title());
    }
  }
}
