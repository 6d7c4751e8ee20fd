package org.tinymnist.cli;

import org.tensorflow.TensorFlow;
import org.tinymnist.bench.Benchmark;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.Software;
import org.tinymnist.runner.Runner;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains for one epoch; {@code src/bench/bench.py} and {@code src/gpu/prove} measure the times. */
@Command(
    name = "measure",
    description = "Internal: train for one epoch, for src/bench/bench.py.",
    hidden = true)
final class MeasureCommand extends ProgramCommand {

  @Parameters(paramLabel = "EXPERIMENT", description = "Name or .yaml file.")
  private String name;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Parallel runs (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--cores",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cores for each run (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--profile",
      description = "Print the times of the operations of 50 steps instead.")
  private boolean profile;

  @Mixin private Options.Gpu gpu;
  @Mixin private Options.Data data;
  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    check("--jobs", jobs, 1, Integer.MAX_VALUE);
    check("--cores", cores, 1, Integer.MAX_VALUE);
    Experiment experiment = Experiment.read(experiments.file(name));
    Runner.checkPrecision(experiment);
    DataSet set = data.load();
    Device device = gpu.load(verbose()).device();
    try (DataTensors tensors = DataTensors.of(set)) {
      if (profile) {
        Benchmark.profile(experiment.recipe(), tensors, set.train().count(), out());
      } else {
        Software software = Software.current(TensorFlow.version());
        out().println("device " + device.name());
        out()
            .printf(
                "version %s (TensorFlow %s, Java %s)%n",
                software.tinyMnist(), software.tensorflow(), software.java());
        Benchmark.train(
            experiment.withEpochs(1).recipe(), tensors, Execution.of(device, cores), jobs, out());
      }
    }
    return 0;
  }
}
