package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (Path folder : experiments.folders()) {
      out.println(folder);
      for (Path file : Experiment.files(folder)) {
        Experiment experiment = Experiment.read(file);
        out.printf("  %-30s  %s%n", experiment.name(), experiment.title());
      }
    }
    return 0;
  }
}
