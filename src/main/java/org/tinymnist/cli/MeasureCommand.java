package org.tinymnist.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Software;
import org.tinymnist.runner.Measurement;
import org.tinymnist.train.StepProfile;
import org.tinymnist.train.StepProfile.Execution;
import org.tinymnist.train.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures training: the program {@code src/bench/bench.py} starts it once for each figure. */
@Command(
    name = "measure",
    description = "Train an experiment for one epoch and print its times as JSON.",
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {

  private static final int PROFILED_STEPS = 50;
  private static final int PROFILE_LINES = 15;

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "EXPERIMENT", description = "A name, or the path of a .yaml file.")
  private String name;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs at once (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Cores for all runs (default: one for each).")
  private Integer cores;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "" + Integer.MAX_VALUE,
      description = "Steps of each run, without an evaluation (default: one epoch, and one).")
  private int steps;

  @Option(
      names = "--profile",
      description = "Print which operations a training step spends its time in, instead.")
  private boolean profile;

  @Mixin private GpuOption gpu;

  @Mixin private DataOption data;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    check("--jobs", jobs);
    check("--cores", cores == null ? jobs : cores);
    check("--steps", steps);
    Experiment experiment = experiments.named(name);
    TrainingOptions.checkPrecision(experiment);
    var set = data.load();
    Device device = main.loadTensorFlow(gpu.use(), false, note -> {}).device();
    try (TrainingData tensors = new TrainingData(set)) {
      if (profile) {
        print(StepProfile.of(experiment.recipe(), tensors, PROFILED_STEPS));
      } else {
        int all = cores == null ? jobs : cores;
        print(Measurement.of(experiment.recipe(), jobs, all, steps, tensors, device), device);
      }
    }
    return 0;
  }

  private void check(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s: %d, expected 1 or more".formatted(option, value));
    }
  }

  private void print(Measurement measured, Device device) throws Exception {
    Software software = Software.current();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(
        "version",
        "%s (TensorFlow %s, Java %s)"
            .formatted(software.tinyMnist(), TensorFlow.version(), software.java()));
    json.put("device", device.name());
    json.put("first_step_at", measured.firstStepAt());
    json.put("block_steps", measured.blockSteps());
    json.put("block_ends_ms", measured.blockEndsMs());
    json.put("evaluation_seconds", measured.evaluationSeconds());
    if (measured.weights().isPresent()) {
      Path folder = Files.createTempDirectory("tiny-mnist");
      json.put(
          "latency_ms",
          Measurement.latencyMs(measured.weights().get(), folder.resolve("saved_model")));
    }
    spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(json));
  }

  private void print(List<Execution> executions) {
    print("operation", executions, Execution::type);
    print("node", executions, e -> e.name() + " [" + e.type() + "]");
  }

  private void print(String title, List<Execution> executions, Function<Execution, String> key) {
    PrintWriter out = spec.commandLine().getOut();
    double total = sum(executions);
    out.printf(
        "%.2f ms in operations of a step on one core%n%8s %7s %6s  %s%n",
        total / PROFILED_STEPS, "ms", "share", "times", title);
    executions.stream().collect(Collectors.groupingBy(key)).entrySet().stream()
        .sorted(Comparator.comparingDouble(group -> -sum(group.getValue())))
        .limit(PROFILE_LINES)
        .forEach(
            group ->
                out.printf(
                    "%8.3f %5.1f %% %6d  %s%n",
                    sum(group.getValue()) / PROFILED_STEPS,
                    100 * sum(group.getValue()) / total,
                    group.getValue().size() / PROFILED_STEPS,
                    group.getKey()));
  }

  private static double sum(List<Execution> executions) {
    return executions.stream().mapToDouble(Execution::milliseconds).sum();
  }
}
