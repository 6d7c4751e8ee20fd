package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.ResultsLock;
import org.tinymnist.experiment.Run;
import org.tinymnist.experiment.Runner;
import org.tinymnist.train.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of commands that train, and what they do: train runs and report on them. */
final class TrainingOptions {

  /** Exit code of a program that Ctrl-C ends: 128 and the signal's number. */
  private static final int INTERRUPTED = 130;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs, in place of what the experiments say.")
  private Integer epochs;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs at once (default: the number of cores).")
  private Integer jobs;

  @Option(
      names = "--tensorboard",
      description = "Write event files for TensorBoard into the folder of each run.")
  private boolean tensorBoard;

  @Mixin private DataOption data;

  @Mixin private ResultsOption results;

  @Mixin private GpuOption gpu;

  /**
   * Trains runs and writes the report.
   *
   * @param keepFinished whether runs are left alone whose results are there
   * @return the exit code
   */
  int train(Main main, CommandSpec spec, List<Run> planned, boolean keepFinished) throws Exception {
    if (jobs != null && jobs < 1) {
      throw usage(spec, "--jobs: %d, expected 1 or more".formatted(jobs));
    }
    List<Run> runs = new ArrayList<>();
    for (Run run : planned) {
      checkPrecision(run.experiment());
      runs.add(new Run(withEpochs(spec, run.experiment()), run.seed()));
    }
    DataSet set = data.load();
    Device device = device(main, spec.commandLine().getOut(), runs);
    ResultsLock lock = ResultsLock.take(results.folder());
    try {
      return train(spec, runs, set, device, keepFinished);
    } finally {
      lock.close();
    }
  }

  private int train(
      CommandSpec spec, List<Run> runs, DataSet set, Device device, boolean keepFinished)
      throws Exception {
    Progress progress = Progress.on(spec.commandLine().getOut(), runs);
    Runner runner = new Runner(set, device, results.folder(), keepFinished, tensorBoard, progress);
    Thread hook = new Thread(TrainingOptions::interrupted);
    Runtime.getRuntime().addShutdownHook(hook);
    int failed;
    try {
      int cores = Runtime.getRuntime().availableProcessors();
      failed = runner.run(runs, jobs == null ? cores : jobs, cores);
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    if (failed < runs.size()) {
      ReportCommand.write(spec, results.folder(), set.test(), set.sha256());
    }
    return failed == 0 ? 0 : 1;
  }

  /** Refuses an experiment whose number format this processor lacks. */
  static void checkPrecision(Experiment experiment) {
    Precision precision = experiment.recipe().precision();
    precision
        .obstacle()
        .ifPresent(
            obstacle -> {
              String name = precision.name().toLowerCase(Locale.ROOT);
              throw new UnsupportedOperationException(
                  "%s: precision: %s, but %s".formatted(experiment.name(), name, obstacle));
            });
  }

  /** Loads TensorFlow, and says what it falls back to. */
  private Device device(Main main, PrintWriter out, List<Run> runs) {
    DeviceSelection selection = main.loadTensorFlow(gpu.request());
    Device device = selection.device();
    if (device.deterministic()) {
      checkAllAreDeterministic(runs);
    }
    if (selection.fallsBack()) {
      out.println(selection.sentence());
    }
    return device;
  }

  private static boolean isDeterministic(Run run) {
    return run.experiment().recipe().deterministic();
  }

  /** TensorFlow's mode is one for the whole process, and their fused loss fails in it. */
  static void checkAllAreDeterministic(List<Run> runs) {
    runs.stream()
        .filter(run -> !isDeterministic(run))
        .findFirst()
        .ifPresent(
            run -> {
              throw new UnsupportedOperationException(
                  "%s: deterministic: false, expected true as in others of these runs: on a GPU all are or none"
                      .formatted(run.experiment().name()));
            });
  }

  private Experiment withEpochs(CommandSpec spec, Experiment experiment) {
    if (epochs == null) {
      return experiment;
    }
    try {
      return experiment.withRecipe(experiment.recipe().withEpochs(epochs));
    } catch (IllegalArgumentException e) {
      throw usage(spec, "--" + e.getMessage());
    }
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

  private static ParameterException usage(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
