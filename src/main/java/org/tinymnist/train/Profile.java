package org.tinymnist.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tinymnist.model.Network;
import org.tinymnist.train.TrainingGraph.Step;

/**
 * Where the time of training goes, by TensorFlow's own tracer.
 *
 * @param milliseconds of each step that was not traced
 * @param executions every operation of every step that was traced
 */
public record Profile(List<Double> milliseconds, List<Execution> executions) {

  /** Steps before the first that counts: kernels are made, memory is taken. */
  private static final int WARM_UP = 20;

  /**
   * One execution of one operation.
   *
   * @param step the step it belongs to, from 0
   * @param name of the operation in the graph
   * @param type of the operation as it ran: {@code _MklNativeConv2D} for a {@code Conv2D} that
   *     oneDNN computes
   * @param startMicroseconds since an instant that all share
   * @param milliseconds the time it took
   */
  public record Execution(
      int step, String name, String type, double startMicroseconds, double milliseconds) {}

  /**
   * Trains some steps: the first of a run of this recipe and seed.
   *
   * @param steps how many are measured
   * @param traced how many are traced after these
   * @param speedups to train with
   */
  public static Profile of(
      Recipe recipe, long seed, TrainingData data, int steps, int traced, Set<Speedup> speedups) {
    Randomness randomness = new Randomness(seed);
    int[] order = randomness.order(1, data.train().count());
    long all = (long) recipe.epochs() * Trainer.stepsPerEpoch(recipe, order.length);
    List<Double> milliseconds = new ArrayList<>();
    List<Execution> executions = new ArrayList<>();
    try (TrainingGraph graph =
        new TrainingGraph(
            recipe, randomness.initial(Network.weights()), data, false, speedups, 1)) {
      for (int step = 0; step < WARM_UP + steps + traced; step++) {
        int from = (step * recipe.batchSize()) % Math.max(1, order.length - recipe.batchSize());
        int[] batch =
            Arrays.copyOfRange(order, from, Math.min(from + recipe.batchSize(), order.length));
        Rates rates = recipe.schedule().at(Math.min(step, all - 1), all);
        Step fed = new Step(batch, rates, randomness.step(1, step));
        if (step < WARM_UP + steps) {
          long start = System.nanoTime();
          graph.step(fed);
          if (step >= WARM_UP) {
            milliseconds.add((System.nanoTime() - start) / 1e6);
          }
        } else {
          executions.addAll(executions(step - WARM_UP - steps, graph.trace(fed)));
        }
      }
    }
    return new Profile(List.copyOf(milliseconds), List.copyOf(executions));
  }

  /** Returns the median of the steps that were not traced. */
  public double millisecondsPerStep() {
    return milliseconds.stream().sorted().skip(milliseconds.size() / 2).findFirst().orElseThrow();
  }

  private static List<Execution> executions(int step, RunMetadata trace) {
    List<Execution> executions = new ArrayList<>();
    for (DeviceStepStats device : trace.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        executions.add(
            new Execution(
                step,
                node.getNodeName(),
                type(node),
                node.getAllStartMicros() + node.getOpStartRelNanos() / 1e3,
                (node.getOpEndRelNanos() - node.getOpStartRelNanos()) / 1e6));
      }
    }
    return executions;
  }

  /** The tracer's label is {@code name = Type(inputs)}; a transfer has none. */
  private static String type(NodeExecStats node) {
    String label = node.getTimelineLabel();
    int from = label.indexOf(" = ");
    int to = label.indexOf('(', from);
    return from < 0 || to < 0 ? node.getNodeName() : label.substring(from + 3, to);
  }
}
