package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.Software;
import org.tinymnist.runner.Runner;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import org.tinymnist.train.StepProfile;
import org.tinymnist.train.StepProfile.Operation;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains for one epoch and tells how it goes: {@code src/bench/bench.py} takes the times. */
@Command(
    name = "measure",
    description = "Train runs of an experiment for one epoch, for a benchmark to take the times.",
    sortOptions = false)
final class MeasureCommand implements Callable<Integer> {

  private static final int PROFILED_STEPS = 50;
  private static final int PROFILE_LINES = 15;

  /** Steps between two lines of a run. */
  private static final int BLOCK = 10;

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
      defaultValue = "1",
      description = "Cores for each run (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--steps-per-call",
      paramLabel = "N",
      description = "Training steps of one call of TensorFlow (default: 67 on a GPU, else 1).")
  private Integer stepsPerCall;

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
    check("--cores", cores);
    check("--steps-per-call", stepsPerCall == null ? 1 : stepsPerCall);
    Experiment experiment = experiments.named(name);
    Runner.checkPrecision(experiment);
    DataSet set = data.load();
    Device device = main.loadTensorFlow(gpu).device();
    try (DataTensors tensors = new DataTensors(set)) {
      if (profile) {
        List<Operation> executions = StepProfile.of(experiment.recipe(), tensors, PROFILED_STEPS);
        print("operation", executions, Operation::type);
        print("node", executions, e -> e.name() + " [" + e.type() + "]");
      } else {
        train(experiment.withEpochs(1).recipe(), tensors, device);
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

  private void train(Recipe recipe, DataTensors data, Device device)
      throws InterruptedException, ExecutionException {
    PrintWriter out = spec.commandLine().getOut();
    Software software = Software.current(TensorFlow.version());
    out.println("device " + device.name());
    out.printf(
        "version %s (TensorFlow %s, Java %s)%n",
        software.tinyMnist(), software.tensorflow(), software.java());
    Execution fastest = Execution.of(device, cores);
    Execution way =
        stepsPerCall == null ? fastest : new Execution(device, fastest.threads(), stepsPerCall);
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int seed = 1; seed <= jobs; seed++) {
        long own = seed;
        Lines lines = new Lines(own, out);
        runs.add(
            pool.submit(() -> Trainer.train(recipe, own, data, way, Checkpoint.Store.NONE, lines)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** A line after the first step, after every block of steps, and after the evaluation. */
  private static final class Lines implements TrainingListener {
    private final long run;
    private final PrintWriter out;
    private long lastStep;

    Lines(long run, PrintWriter out) {
      this.run = run;
      this.out = out;
    }

    @Override
    public void step(int epoch, int step, Rates rates, double loss, double accuracy) {
      lastStep = System.nanoTime();
      if (step == 1 || step % BLOCK == 0) {
        println("step " + run + " " + step);
      }
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      println("evaluation " + (System.nanoTime() - lastStep) / 1e9);
      println(metrics.toString());
    }

    private void println(String line) {
      out.println(line);
      out.flush();
    }
  }

  private void print(String title, List<Operation> executions, Function<Operation, String> key) {
    PrintWriter out = spec.commandLine().getOut();
    double total = sum(executions);
    out.printf("%.2f ms in operations of a step on one core%n", total / PROFILED_STEPS);
    out.printf("%8s %7s %6s  %s%n", "ms", "share", "times", title);
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

  private static double sum(List<Operation> executions) {
    return executions.stream().mapToDouble(Operation::milliseconds).sum();
  }
}
