package org.tinymnist.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.experiment.Run;
import org.tinymnist.files.Folders;
import org.tinymnist.report.Report;
import org.tinymnist.runner.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Train experiments, export their models and write the report.",
      "Finished runs are kept: run the same command again to resume."
    },
    footer = {
      "",
      "Examples:",
      "  tiny-mnist run model-1-optimized --seeds 1-3",
      "  tiny-mnist run model-1-optimized:3-5 my.yaml --epochs 5 --jobs 2"
    },
    sortOptions = false)
final class RunCommand implements Callable<Integer> {

  /** 128 plus the number of SIGINT. */
  private static final int INTERRUPTED = 130;

  /** Longer than a step with the largest batch. */
  private static final int SECONDS_TO_STOP = 30;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Number of parallel runs (default: the number of cores).")
  private Integer jobs;

  @Option(names = "--again", description = "Train finished runs again.")
  private boolean again;

  @Option(
      names = "--tensorboard",
      description = "Write TensorBoard event files to each run's folder.")
  private boolean tensorBoard;

  @Option(
      names = "--no-report",
      description = "Do not write the report (for several processes with one --out).")
  private boolean noReport;

  @Mixin private RunsOption runs;
  @Mixin private DataOption data;
  @Mixin private ResultsOption results;
  @Mixin private GpuOption gpu;

  @Override
  public Integer call() throws Exception {
    if (jobs != null && jobs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--jobs: %s, expected 1 or more".formatted(jobs));
    }
    List<Run> all = runs.all().values().stream().flatMap(List::stream).toList();
    DataSet set = data.load();
    // Fails before hours of training, not after.
    Report.prepare();
    DeviceSelection selection = main.loadTensorFlow(gpu);
    Device device = selection.device();
    if (selection.fallsBack()) {
      spec.commandLine().getOut().println(selection.sentence());
    }
    Folders.prepare(results.folder());
    List<Runner.End> ends = train(all, set, device);
    if (ends.contains(Runner.End.FINISHED) && !noReport) {
      ReportCommand.write(spec, results.folder(), set);
    }
    return ends.contains(Runner.End.FAILED) ? 1 : 0;
  }

  private List<Runner.End> train(List<Run> runs, DataSet set, Device device)
      throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    Runner.Options options =
        new Runner.Options(jobs == null ? cores : jobs, cores, again, tensorBoard);
    Progress progress =
        new Progress(spec.commandLine().getOut(), StandardOutput.isTerminal(1), runs);
    Runner runner = new Runner(set, device, results.folder(), options, progress);
    Thread hook = new Thread(() -> interrupted(runner));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runner.run(runs);
    } finally {
      removeHook(hook);
    }
  }

  /**
   * Saves a checkpoint of every run on Ctrl-C or SIGTERM, then halts the process: an orderly
   * shutdown of TensorFlow would wait for running steps, or fail because of them.
   */
  private static void interrupted(Runner runner) {
    try {
      runner.stop(SECONDS_TO_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println();
    System.err.println("Interrupted: run the same command again to resume.");
    System.err.flush();
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is running and halts the process when the checkpoints are saved.
      Thread.currentThread().interrupt();
    }
  }
}
