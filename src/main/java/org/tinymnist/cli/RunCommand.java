package org.tinymnist.cli;

import java.util.List;
import java.util.Set;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.device.DeviceSelection;
import org.tinymnist.experiment.Run;
import org.tinymnist.files.Folders;
import org.tinymnist.report.Report;
import org.tinymnist.runner.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = {
      "Train experiments, export their models and write the report.",
      "Run the same command again to resume; finished runs are kept."
    },
    footer = {
      "",
      "Examples:",
      "  tiny-mnist run model-1-optimized --seeds 1-3",
      "  tiny-mnist run model-1-optimized:3-5 my.yaml --epochs 5 --jobs 2"
    })
final class RunCommand extends ProgramCommand {

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
      description = "Do not write the report (if several processes share one --out).")
  private boolean noReport;

  @Mixin private RunsOption runs;
  @Mixin private Options.Data data;
  @Mixin private Options.Results results;
  @Mixin private Options.Gpu gpu;

  /** Whether all runs have ended; a shutdown then needs no checkpoints. */
  private volatile boolean trained;

  @Override
  public Integer call() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    int atOnce = jobs == null ? cores : jobs;
    check("--jobs", atOnce, 1, Integer.MAX_VALUE);
    List<Run> all = runs.all().values().stream().flatMap(Set::stream).toList();
    DataSet set = data.load();
    // Fails before hours of training, not after.
    Report.prepare();
    DeviceSelection selection = gpu.load(verbose());
    Device device = selection.device();
    if (selection.fallsBack()) {
      out().println(selection.sentence());
    }
    Folders.prepare(results.folder);
    Runner.Options options = new Runner.Options(atOnce, cores, again, tensorBoard);
    Progress progress = new Progress(out(), StandardOutput.isTerminal(), all);
    List<Runner.End> ends = train(new Runner(set, device, results.folder, options, progress), all);
    if (ends.contains(Runner.End.FINISHED) && !noReport) {
      ReportCommand.write(this, results.folder, set);
    }
    return ends.contains(Runner.End.FAILED) ? 1 : 0;
  }

  private List<Runner.End> train(Runner runner, List<Run> runs) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(runner)));
    try {
      return runner.run(runs);
    } finally {
      trained = true;
    }
  }

  /**
   * Saves a checkpoint of every run on Ctrl-C or SIGTERM, then halts the process: an orderly
   * shutdown of TensorFlow would wait for running steps, or fail because of them.
   */
  private void interrupted(Runner runner) {
    if (trained) {
      return;
    }
    try {
      runner.stop(30); // seconds, longer than a step with the largest batch
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.err.println("\nInterrupted: run the same command again to resume.");
    Runtime.getRuntime().halt(130); // 128 and the number of SIGINT
  }
}
