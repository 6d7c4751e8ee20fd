package org.tinymnist.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tinymnist.data.AtomicFile;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.train.Profile;
import org.tinymnist.train.Profile.Execution;
import org.tinymnist.train.Speedup;
import org.tinymnist.train.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tells where the time of a training step goes. */
@Command(
    name = "profile",
    description = "Print which operations a training step spends its time in.",
    sortOptions = false)
final class ProfileCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "EXPERIMENT", description = "A name, or the path of a .yaml file.")
  private String name;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "Steps to trace, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "15",
      description = "Operations to print (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Also write a trace, for chrome://tracing or ui.perfetto.dev.")
  private Path trace;

  @Mixin private DataOption data;

  @Mixin private ExperimentsOption experiments;

  @Override
  public Integer call() throws Exception {
    check("--steps", steps, 1000);
    check("--top", top, Integer.MAX_VALUE);
    Experiment experiment = experiments.named(name);
    TrainingOptions.checkPrecision(experiment);
    if (trace != null) {
      Files.createDirectories(trace.toAbsolutePath().getParent());
    }
    DataSet set = data.load();
    main.loadTensorFlow();
    Profile profile;
    try (TrainingData tensors = new TrainingData(set)) {
      profile = Profile.of(experiment.recipe(), 1, tensors, steps, steps, Speedup.ALL);
    }
    PrintWriter out = spec.commandLine().getOut();
    double traced = sum(profile.executions()) / steps;
    out.printf(
        "%s: %.2f ms a step of %d images on one core; %.2f ms in operations%n%n",
        experiment.name(), profile.millisecondsPerStep(), experiment.recipe().batchSize(), traced);
    print(out, "operation", profile.executions(), Execution::type, traced);
    out.println();
    print(out, "node", profile.executions(), e -> e.name() + " [" + e.type() + "]", traced);
    if (trace != null) {
      writeTrace(profile.executions());
      out.printf("%nTrace: %s%n", trace);
    }
    return 0;
  }

  private void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: %d, expected a whole number from 1 to %d".formatted(option, value, most));
    }
  }

  private void print(
      PrintWriter out,
      String title,
      List<Execution> executions,
      Function<Execution, String> key,
      double total) {
    out.printf("%8s %7s %6s  %s%n", "ms", "share", "times", title);
    executions.stream().collect(Collectors.groupingBy(key)).entrySet().stream()
        .sorted(Comparator.comparingDouble(group -> -sum(group.getValue())))
        .limit(top)
        .forEach(
            group -> {
              double milliseconds = sum(group.getValue()) / steps;
              out.printf(
                  "%8.3f %5.1f %% %6d  %s%n",
                  milliseconds,
                  100 * milliseconds / total,
                  Math.round((double) group.getValue().size() / steps),
                  group.getKey());
            });
  }

  private static double sum(List<Execution> executions) {
    return executions.stream().mapToDouble(Execution::milliseconds).sum();
  }

  /** In Chrome's trace event format, complete events: times in microseconds. */
  private void writeTrace(List<Execution> executions) throws IOException {
    double start = executions.stream().mapToDouble(Execution::startMicroseconds).min().orElse(0);
    List<Map<String, Object>> events = new ArrayList<>();
    for (Execution execution : executions) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("name", execution.type());
      event.put("ph", "X");
      event.put("ts", execution.startMicroseconds() - start);
      event.put("dur", execution.milliseconds() * 1000);
      event.put("pid", 1);
      event.put("tid", 1);
      event.put("args", Map.of("node", execution.name(), "step", execution.step()));
      events.add(event);
    }
    AtomicFile.write(trace, new ObjectMapper().writeValueAsBytes(Map.of("traceEvents", events)));
  }
}
