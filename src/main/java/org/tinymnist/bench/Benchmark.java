package org.tinymnist.bench;

import static org.tinymnist.results.Checkpoint.Store.NONE;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.model.Network;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import org.tinymnist.train.RandomStreams;
import org.tinymnist.train.StepInput;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingGraph;

/** Trains and prints lines for {@code src/bench/bench.py}, which measures and adds up. */
public final class Benchmark {

  /** Steps per line of a run. */
  private static final int BLOCK = 10;

  /** Steps without a trace, in which TensorFlow creates kernels and allocates memory. */
  private static final int WARM_UP = 20;

  private static final int TRACED = 50;

  private Benchmark() {}

  /** Trains seeds 1 to {@code runs} in parallel. */
  public static void train(
      Recipe recipe, DataTensors data, Execution execution, int runs, PrintWriter out) {
    ExecutorService pool = Executors.newFixedThreadPool(runs);
    try {
      CompletableFuture<?>[] all =
          LongStream.rangeClosed(1, runs)
              .mapToObj(
                  seed ->
                      CompletableFuture.runAsync(
                          () ->
                              Trainer.train(
                                  recipe, seed, data, execution, NONE, new Lines(seed, out)),
                          pool))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(all).join();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Prints a line after the first step, after every block of steps, and after the evaluation. */
  private static final class Lines implements Trainer.Listener {
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
        out.println("step " + run + " " + step);
        out.flush();
      }
    }

    @Override
    public void epoch(EpochMetrics metrics) {
      out.println("evaluation " + (System.nanoTime() - lastStep) / 1e9);
    }
  }

  /**
   * Traces steps on one CPU core. Prints a line per operation: nanoseconds, name in the graph, and
   * the tracer's label, {@code name = Kernel(inputs)}.
   */
  public static void profile(Recipe recipe, DataTensors data, int images, PrintWriter out) {
    RandomStreams random = new RandomStreams(1);
    int[] batch = Arrays.copyOf(random.order(1, images), Math.min(recipe.batchSize(), images));
    try (TrainingGraph graph =
        new TrainingGraph(
            recipe, random.initial(Network.weights()), data, Execution.of(Device.CPU, 1))) {
      for (int step = 0; step < WARM_UP + TRACED; step++) {
        Rates rates = recipe.schedule().at(0, 1);
        var trace = graph.traceStep(new StepInput(batch, rates, 1, random.stepSeed(1, step)));
        for (DeviceStepStats device : trace.getStepStats().getDevStatsList()) {
          for (NodeExecStats node :
              step < WARM_UP ? List.<NodeExecStats>of() : device.getNodeStatsList()) {
            long nanoseconds = node.getOpEndRelNanos() - node.getOpStartRelNanos();
            out.println(nanoseconds + " " + node.getNodeName() + " " + node.getTimelineLabel());
          }
        }
      }
    }
  }
}
