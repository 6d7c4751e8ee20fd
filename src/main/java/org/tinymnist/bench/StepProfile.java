package org.tinymnist.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import org.tinymnist.train.RandomStreams;
import org.tinymnist.train.StepInput;
import org.tinymnist.train.TrainingGraph;

/** Time of each operation in a training step, from TensorFlow's tracer. */
public final class StepProfile {

  /** Steps that are not traced, in which TensorFlow creates kernels and allocates memory. */
  private static final int WARM_UP = 20;

  private static final int STEPS = 50;
  private static final int LINES = 15;

  private StepProfile() {}

  /**
   * An executed operation.
   *
   * @param name in the graph
   * @param type the executed kernel: {@code _MklNativeConv2D} for oneDNN's {@code Conv2D}
   */
  private record Operation(String name, String type, double milliseconds) {}

  /** Profiles steps on one CPU core and prints two tables. */
  public static void print(Recipe recipe, DataTensors data, int images, PrintWriter out) {
    RandomStreams random = new RandomStreams(1);
    int[] batch = Arrays.copyOf(random.order(1, images), Math.min(recipe.batchSize(), images));
    List<Operation> executions = new ArrayList<>();
    try (TrainingGraph graph =
        new TrainingGraph(
            recipe, random.initial(Network.weights()), data, Execution.of(Device.CPU, 1))) {
      for (int i = 0; i < WARM_UP + STEPS; i++) {
        RunMetadata trace =
            graph.traceStep(
                new StepInput(batch, recipe.schedule().at(0, 1), random.stepSeed(1, i)));
        if (i >= WARM_UP) {
          addTo(executions, trace);
        }
      }
    }
    double total = sum(executions);
    out.printf("%.2f ms in operations of a step on one core%n", total / STEPS);
    print("operation", executions, Operation::type, total, out);
    print("node", executions, e -> e.name() + " [" + e.type() + "]", total, out);
  }

  private static void addTo(List<Operation> executions, RunMetadata trace) {
    for (DeviceStepStats device : trace.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        double milliseconds = (node.getOpEndRelNanos() - node.getOpStartRelNanos()) / 1e6;
        executions.add(new Operation(node.getNodeName(), type(node), milliseconds));
      }
    }
  }

  /** The tracer's label is {@code name = Type(inputs)}; a transfer has none. */
  private static String type(NodeExecStats node) {
    String label = node.getTimelineLabel();
    int from = label.indexOf(" = ");
    int to = label.indexOf('(', from);
    return from < 0 || to < 0 ? node.getNodeName() : label.substring(from + 3, to);
  }

  private static void print(
      String title,
      List<Operation> executions,
      Function<Operation, String> key,
      double total,
      PrintWriter out) {
    out.printf("%8s %7s %6s  %s%n", "ms", "share", "times", title);
    executions.stream().collect(Collectors.groupingBy(key)).entrySet().stream()
        .sorted(Comparator.comparingDouble(group -> -sum(group.getValue())))
        .limit(LINES)
        .forEach(
            group ->
                out.printf(
                    "%8.3f %5.1f %% %6d  %s%n",
                    sum(group.getValue()) / STEPS,
                    100 * sum(group.getValue()) / total,
                    group.getValue().size() / STEPS,
                    group.getKey()));
  }

  private static double sum(List<Operation> executions) {
    return executions.stream().mapToDouble(Operation::milliseconds).sum();
  }
}
