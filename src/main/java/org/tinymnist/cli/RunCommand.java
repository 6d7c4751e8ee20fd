package org.tinymnist.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tinymnist.experiment.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains experiments and writes the report. */
@Command(
    name = "run",
    description = "Train experiments; write their CSVs, models and the report.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..*",
      description = "Names, or paths of .yaml files (default: all of the experiments' folder).")
  private List<String> names = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N|N-M",
      converter = Seeds.Converter.class,
      defaultValue = "1",
      description = "Seeds; each makes a run of every experiment (default: ${DEFAULT-VALUE}).")
  private Seeds seeds;

  @Mixin private TrainingOptions training;

  @Option(
      names = "--keep-finished",
      description = "Leave runs alone that are finished, from the same experiment and data.")
  private boolean keepFinished;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    Stream<Run> runs = experiments.named(names).stream().flatMap(seeds::runs);
    return training.train(main, spec, runs.toList(), keepFinished);
  }
}
