package org.tinymnist.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tinymnist.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "List the experiments.")
final class ListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    Map<String, List<Experiment>> folders = experiments.byFolder();
    int width =
        folders.values().stream()
            .flatMap(List::stream)
            .mapToInt(experiment -> experiment.name().length())
            .max()
            .orElse(0);
    folders.forEach(
        (folder, all) -> {
          spec.commandLine().getOut().println(folder);
          all.forEach(
              each ->
                  spec.commandLine()
                      .getOut()
                      .printf("  %-" + width + "s  %s%n", each.name(), each.title()));
        });
    return 0;
  }
}
