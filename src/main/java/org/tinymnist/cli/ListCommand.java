package org.tinymnist.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.tinymnist.experiment.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "List the experiments.")
final class ListCommand extends ProgramCommand {

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = out();
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
