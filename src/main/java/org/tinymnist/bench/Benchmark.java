package org.tinymnist.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.results.Checkpoint;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingListener;

/** Trains runs and prints their progress, for {@code src/bench/bench.py} to time. */
public final class Benchmark {

  /** Steps per line of a run. */
  private static final int BLOCK = 10;

  private Benchmark() {}

  /** Trains seeds 1 to {@code runs} in parallel. */
  public static void train(
      Recipe recipe, DataTensors data, Execution execution, int runs, PrintWriter out)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(runs);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (long seed = 1; seed <= runs; seed++) {
        long run = seed;
        Lines lines = new Lines(run, out);
        futures.add(
            pool.submit(
                () -> Trainer.train(recipe, run, data, execution, Checkpoint.Store.NONE, lines)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** Prints a line after the first step, after every block of steps, and after the evaluation. */
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
    }

    private void println(String line) {
      out.println(line);
      out.flush();
    }
  }
}
