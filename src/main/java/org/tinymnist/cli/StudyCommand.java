package org.tinymnist.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Run;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains experiments and their variants with many seeds, as one job that can be resumed. */
@Command(
    name = "study",
    description = {
      "Train experiments with many seeds, and their variants with some; write the report.",
      "Runs that are finished are kept: the same command goes on where it was stopped."
    },
    sortOptions = false)
final class StudyCommand implements Callable<Integer> {

  private static final Seeds SEEDS = Seeds.to(10);
  private static final Seeds SEEDS_OF_VARIANTS = Seeds.to(5);

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "0..*",
      description =
          "Names, or paths of .yaml files (default: all of the experiments' folder and its"
              + " ablations).")
  private List<String> names = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N|N-M",
      converter = Seeds.Converter.class,
      description = "Seeds of every experiment (default: 1-10, and 1-5 of variants).")
  private Seeds seeds;

  @Mixin private TrainingOptions training;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    List<Experiment> all = new ArrayList<>(experiments.named(names));
    if (names.isEmpty()) {
      for (Experiment each : experiments.ofStudy()) {
        each.recipe()
            .precision()
            .obstacle()
            .ifPresentOrElse(why -> leaveOut(each, why), () -> all.add(each));
      }
    }
    List<Run> runs = all.stream().flatMap(each -> seeds(each).runs(each)).toList();
    return training.train(main, spec, runs, true);
  }

  private void leaveOut(Experiment experiment, String why) {
    spec.commandLine().getOut().printf("%s: left out: %s%n", experiment.name(), why);
  }

  private Seeds seeds(Experiment experiment) {
    if (seeds != null) {
      return seeds;
    }
    return experiment.variantOf().isPresent() ? SEEDS_OF_VARIANTS : SEEDS;
  }
}
