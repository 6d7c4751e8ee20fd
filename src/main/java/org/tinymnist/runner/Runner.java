package org.tinymnist.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.train.DivergedException;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Trainer;
import org.tinymnist.train.TrainingData;
import org.tinymnist.train.TrainingListener;

/** Makes runs, several at once, each without knowing of the others. */
public final class Runner {

  private final DataSet data;
  private final Device device;
  private final Path results;
  private final boolean keepFinished;
  private final boolean tensorBoard;
  private final RunListener listener;

  /**
   * @param data for all runs
   * @param device what TensorFlow's operations run on
   * @param results the folder that holds a folder for each experiment
   * @param keepFinished whether a run is left alone whose files are there already
   * @param tensorBoard whether runs write event files for TensorBoard
   * @param listener hears how the runs go
   */
  public Runner(
      DataSet data,
      Device device,
      Path results,
      boolean keepFinished,
      boolean tensorBoard,
      RunListener listener) {
    this.data = data;
    this.device = device;
    this.results = results;
    this.keepFinished = keepFinished;
    this.tensorBoard = tensorBoard;
    this.listener = listener;
  }

  /**
   * Makes all runs. One that fails does not stop the others.
   *
   * @param jobs how many at once
   * @param cores for all of them: where there is more than one a run, it computes on two threads
   * @return how many failed
   */
  public int run(List<Run> runs, int jobs, int cores) throws InterruptedException {
    int threads = Trainer.threads(device, cores / Math.max(1, Math.min(jobs, runs.size())));
    // Seed by seed: a job that is stopped leaves every experiment with as many. Within a seed the
    // longest first: a long one started last would keep one core busy and leave the rest idle.
    List<Run> order = new ArrayList<>(runs);
    order.sort(
        Comparator.comparingLong(Run::seed)
            .thenComparing(
                Comparator.comparingDouble((Run run) -> cost(run.experiment().recipe()))
                    .reversed()));
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    int failed = 0;
    Map<Integer, Shared> shared = new HashMap<>();
    try {
      List<Future<Boolean>> ends = new ArrayList<>();
      for (Run run : order) {
        Shared part = shared.computeIfAbsent(run.experiment().validation(), this::share);
        ends.add(pool.submit(() -> make(run, part.set, part.tensors, threads)));
      }
      for (Future<Boolean> end : ends) {
        failed += succeeded(end) ? 0 : 1;
      }
    } finally {
      pool.shutdownNow();
      shared.values().forEach(part -> part.tensors.close());
    }
    return failed;
  }

  /** The data of runs that hold out the same images, once for all of them. */
  private record Shared(DataSet set, TrainingData tensors) {}

  private Shared share(int validation) {
    DataSet set = validation == 0 ? data : data.holdingOut(validation);
    return new Shared(set, new TrainingData(set));
  }

  private boolean make(Run run, DataSet data, TrainingData shared, int threads) {
    Recipe recipe = run.experiment().recipe();
    int steps = Trainer.stepsPerEpoch(recipe, data.train().count());
    Instant started = Instant.now();
    try {
      Path folder = run.folder(results);
      Map<String, Object> identity = Identity.of(run, data, device);
      if (keepFinished && RunFolder.holds(folder, identity)) {
        RunFolder.rename(folder, RunRecord.experiment(run.experiment()));
        listener.kept(run, folder);
        return true;
      }
      CheckpointFolder checkpoints =
          new CheckpointFolder(folder, identity, note -> listener.note(run, note));
      Trainer.Outcome outcome;
      try {
        outcome =
            tensorBoard
                ? traced(
                    run, folder, data, shared, threads, checkpoints, listener.started(run, steps))
                : Trainer.train(
                    recipe,
                    run.seed(),
                    shared,
                    device,
                    threads,
                    checkpoints,
                    listener.started(run, steps));
      } catch (DivergedException e) {
        RunFolder.write(folder, RunRecord.diverged(run, data, device, threads, steps, started, e));
        checkpoints.delete();
        throw e;
      }
      RunFolder.write(
          folder,
          outcome,
          data.test(),
          RunRecord.of(run, data, device, threads, steps, started, outcome),
          ModelCard.of(run, data, outcome.parameters(), outcome.testAccuracy()));
      checkpoints.delete();
      listener.finished(run, folder);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      listener.failed(run, e);
      return false;
    }
  }

  private Trainer.Outcome traced(
      Run run,
      Path folder,
      DataSet data,
      TrainingData shared,
      int threads,
      CheckpointFolder checkpoints,
      TrainingListener heard) {
    Recipe recipe = run.experiment().recipe();
    int steps = Trainer.stepsPerEpoch(recipe, data.train().count());
    try (EventFile events = new EventFile(folder, steps, heard)) {
      Trainer.Outcome outcome =
          Trainer.train(recipe, run.seed(), shared, device, threads, checkpoints, events);
      events.mistakes(outcome.testProbabilities(), data.test());
      return outcome;
    }
  }

  /** Relative time of a run; dropout and augmentation make a step longer by about these parts. */
  private static double cost(Recipe recipe) {
    double step = 1;
    step += recipe.dropout().blocks() > 0 ? 0.2 : 0;
    step += recipe.augmentation().isNone() ? 0 : 0.1;
    return recipe.epochs() * step;
  }

  private static boolean succeeded(Future<Boolean> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
