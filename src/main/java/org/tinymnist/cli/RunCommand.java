package org.tinymnist.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Run;
import org.tinymnist.experiment.Runner;
import org.tinymnist.train.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains experiments and writes the report. */
@Command(
    name = "run",
    description = "Train experiments; write their CSVs, models and the report.",
    sortOptions = false)
final class RunCommand implements Callable<Integer> {

  /** Exit code of a program that Ctrl-C ends: 128 and the signal's number. */
  private static final int INTERRUPTED = 130;

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

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs, in place of what the experiments say.")
  private Integer epochs;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs at once, each on one core (default: the number of cores).")
  private Integer jobs;

  @Mixin private DataOption data;

  @Mixin private ResultsOption results;

  @Option(
      names = "--keep-finished",
      description = "Leave runs alone that are finished, from the same experiment and data.")
  private boolean keepFinished;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    List<Run> runs = runs();
    int cores = Runtime.getRuntime().availableProcessors();
    if (jobs != null && jobs < 1) {
      throw usage("--jobs: %d, expected 1 or more".formatted(jobs));
    }
    DataSet set = data.load();
    main.loadTensorFlow();
    Progress progress = Progress.on(spec.commandLine().getOut());
    Runner runner = new Runner(set, results.folder(), keepFinished, progress);
    Thread hook = new Thread(RunCommand::interrupted);
    Runtime.getRuntime().addShutdownHook(hook);
    int failed;
    try {
      failed = runner.run(runs, jobs == null ? cores : jobs);
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    if (failed < runs.size()) {
      ReportCommand.write(spec, results.folder(), set.test(), set.sha256());
    }
    return failed == 0 ? 0 : 1;
  }

  /** Every experiment with every seed; all files are read before anything is trained. */
  private List<Run> runs() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (Experiment experiment : experiments.named(names)) {
      for (long seed : seeds.values()) {
        runs.add(new Run(withEpochs(experiment), seed));
      }
    }
    return runs;
  }

  private Experiment withEpochs(Experiment experiment) {
    if (epochs == null) {
      return experiment;
    }
    Recipe recipe;
    try {
      recipe = experiment.recipe().withEpochs(epochs);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
    return experiment.withRecipe(recipe);
  }

  /**
   * On Ctrl-C or a request to end. The process ends here and now: TensorFlow's own end would wait
   * for, or trip over, the steps that are under way.
   */
  private static void interrupted() {
    System.err.println();
    System.err.println(
        "Interrupted. The same command goes on after each run's last finished epoch.");
    System.err.flush();
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
