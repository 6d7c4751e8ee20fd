package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.InvalidExperimentException;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.Study;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

final class RunsOption {

  private static final Pattern WITH_SEEDS = Pattern.compile("(.+):([\\d,-]+)");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "EXPERIMENT[:SEEDS]",
      arity = "0..*",
      description = {
        "Names, .yaml files or folders of .yaml files (default: the folder of --experiments),",
        "optionally with seeds, such as model-1-optimized:3-5."
      })
  private List<String> names = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "LIST",
      defaultValue = "1",
      description =
          "Seeds, such as 1,3 or 1-10: one run per experiment and seed (default: ${DEFAULT-VALUE}).")
  private Seeds seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Number of epochs, instead of the experiments' own.")
  private Integer epochs;

  @Mixin private ExperimentsOption experiments;

  /** Returns the runs without duplicates, by their experiment's file. */
  Map<Path, Set<Run>> all() throws IOException {
    Map<Path, Set<Run>> runs = new LinkedHashMap<>();
    for (String name : names.isEmpty() ? List.of(experiments.directory.toString()) : names) {
      Matcher matcher = WITH_SEEDS.matcher(name);
      if (matcher.matches()) {
        add(runs, matcher.group(1), seeds(name, matcher.group(2)));
      } else {
        add(runs, name, seeds);
      }
    }
    return runs;
  }

  private void add(Map<Path, Set<Run>> runs, String name, Seeds with) throws IOException {
    for (Path file : experiments.files(name)) {
      Experiment experiment = withEpochs(Experiment.read(file));
      if (experiment.name().equals(Study.REFERENCE)) {
        throw new IllegalArgumentException(
            "%s: name: %s, expected another name: this is the folder of the project's own results"
                .formatted(file, Study.REFERENCE));
      }
      Set<Run> set = runs.computeIfAbsent(file, each -> new LinkedHashSet<>());
      with.values().forEach(seed -> set.add(new Run(experiment, seed)));
    }
  }

  private Seeds seeds(String name, String text) {
    try {
      return Seeds.of(text);
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), name + ": " + e.getMessage());
    }
  }

  private Experiment withEpochs(Experiment experiment) {
    try {
      return epochs == null ? experiment : experiment.withEpochs(epochs);
    } catch (InvalidExperimentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }
}
