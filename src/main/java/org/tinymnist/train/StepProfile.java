package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;

/** Where the time of a training step goes, by TensorFlow's own tracer. */
public final class StepProfile {

  /** Steps before the first that counts: kernels are made, memory is taken. */
  private static final int WARM_UP = 20;

  private StepProfile() {}

  /**
   * One execution of one operation.
   *
   * @param name of the operation in the graph
   * @param type of the operation as it ran: {@code _MklNativeConv2D} for a {@code Conv2D} that
   *     oneDNN computes
   * @param milliseconds the time it took
   */
  public record Operation(String name, String type, double milliseconds) {}

  /**
   * Returns every operation of some training steps on one core, in the order of the tracer.
   *
   * @param steps how many are traced, of one and the same batch
   */
  public static List<Operation> of(Recipe recipe, DataTensors data, int steps) {
    RandomStreams randomness = new RandomStreams(1);
    int[] order = randomness.order(1, data.train().count());
    int[] batch = Arrays.copyOf(order, Math.min(recipe.batchSize(), order.length));
    List<Operation> executions = new ArrayList<>();
    try (TrainingGraph graph =
        new TrainingGraph(recipe, randomness.initial(Network.weights()), data)) {
      for (int i = 0; i < WARM_UP + steps; i++) {
        StepInput step = new StepInput(batch, recipe.schedule().at(0, 1), randomness.step(1, i));
        if (i < WARM_UP) {
          graph.step(step);
        } else {
          addTo(executions, graph.trace(step));
        }
      }
    }
    return executions;
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
}
