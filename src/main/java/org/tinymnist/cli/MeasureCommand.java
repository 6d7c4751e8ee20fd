package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.tensorflow.TensorFlow;
import org.tinymnist.bench.Benchmark;
import org.tinymnist.bench.StepProfile;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.Software;
import org.tinymnist.runner.Runner;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains for one epoch; {@code src/bench/bench.py} and {@code src/gpu/prove} measure the times. */
@Command(
    name = "measure",
    description = "Internal: train for one epoch, for src/bench/bench.py.",
    hidden = true,
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

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

  @Option(names = "--profile", description = "Print the time of each operation of a step instead.")
  private boolean profile;

  @Mixin private GpuOption gpu;

  @Mixin private DataOption data;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    check("--jobs", jobs);
    check("--cores", cores);
    Experiment experiment = Experiment.read(experiments.file(name));
    Runner.checkPrecision(experiment);
    DataSet set = data.load();
    Device device = main.loadTensorFlow(gpu).device();
    PrintWriter out = spec.commandLine().getOut();
    try (DataTensors tensors = new DataTensors(set)) {
      if (profile) {
        StepProfile.print(experiment.recipe(), tensors, set.train().count(), out);
      } else {
        Software software = Software.current(TensorFlow.version());
        out.println("device " + device.name());
        out.printf(
            "version %s (TensorFlow %s, Java %s)%n",
            software.tinyMnist(), software.tensorflow(), software.java());
        Benchmark.train(
            experiment.withEpochs(1).recipe(), tensors, Execution.of(device, cores), jobs, out);
      }
    }
    return 0;
  }

  private void check(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s: %s, expected 1 or more".formatted(option, value));
    }
  }
}
