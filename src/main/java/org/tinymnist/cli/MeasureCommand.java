package org.tinymnist.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.tinymnist.bench.MeasuredRuns;
import org.tinymnist.bench.MeasuredSteps;
import org.tinymnist.bench.Sample;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.report.Report;
import org.tinymnist.report.TestImages;
import org.tinymnist.train.Speedup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** One measurement of the command {@code bench}, which starts this in a process of its own. */
@Command(
    name = "measure",
    description = "Train an experiment for one epoch and print its times as JSON.",
    hidden = true,
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "EXPERIMENT", description = "A name, or the path of a .yaml file.")
  private String name;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      required = true,
      description = "Runs at once; 0 measures steps alone, of no run.")
  private int jobs;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores for all runs (default: one for each).")
  private Integer cores;

  @Option(names = "--without", paramLabel = "SPEEDUP", description = "Left out, in steps alone.")
  private Speedup without;

  @Mixin private GpuOption gpu;

  @Mixin private DataOption data;

  @Mixin private ResultsOption results;

  @Mixin private ExperimentsOption experiments;

  /** Does all that the command {@code run} does, so that time and memory are those of a user's. */
  @Override
  public Integer call() throws Exception {
    Path out = Files.createDirectories(results.folder());
    DataSet set = data.load();
    Device device = main.loadTensorFlow(gpu.request()).device();
    if (jobs == 0) {
      Set<Speedup> speedups = without == null ? Speedup.ALL : Speedup.without(without);
      print(MeasuredSteps.of(experiments.named(name).recipe(), set, device, speedups));
      return 0;
    }
    MeasuredRuns runs =
        MeasuredRuns.train(
            experiments.named(name), jobs, cores == null ? jobs : cores, set, device, out);
    TestImages images = new TestImages(set.sha256().get(DataSet.TEST_IMAGES), set.test()::image);
    Report.write(out, Optional.of(images));
    print(runs.sample(set.test()));
    return 0;
  }

  private void print(Sample sample) throws JsonProcessingException {
    spec.commandLine().getOut().println(sample.toJson());
  }
}
