package org.tinymnist.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tensorflow.TensorFlow;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.Precision;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.experiment.Run;
import org.tinymnist.results.CheckpointFile;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.FolderLock;
import org.tinymnist.results.Hardware;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunRecord;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Software;
import org.tinymnist.train.DataTensors;
import org.tinymnist.train.Execution;
import org.tinymnist.train.Trainer;

/** Trains runs in parallel and writes their files. */
public final class Runner {

  private final DataSet data;
  private final Device device;
  private final Path results;
  private final Options options;
  private final Listener listener;
  private final ExecutorService pool;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile boolean stopped;

  /** The cores are for all parallel runs: with more than one core a run, each uses two threads. */
  public record Options(int jobs, int cores, boolean again, boolean tensorBoard) {}

  /** Start and end of runs. Called from the runs' threads. */
  public interface Listener {

    /** Returns the listener for the run that starts. */
    Trainer.Listener started(Run run, int stepsPerEpoch);

    void note(Run run, String note);

    /** The run is finished, was already finished, or is trained by another process. */
    void ended(Run run, String how);

    void failed(Run run, Throwable cause);
  }

  /** The results folder has a folder for each experiment. */
  public Runner(DataSet data, Device device, Path results, Options options, Listener listener) {
    this.data = data;
    this.device = device;
    this.results = results;
    this.options = options;
    this.listener = listener;
    this.pool = Executors.newFixedThreadPool(options.jobs());
  }

  public enum End {
    /** Finished now or earlier. */
    FINISHED,
    /** Another process trains the run. */
    LEFT_TO_ANOTHER,
    /** Failed, diverged or stopped. */
    FAILED
  }

  /** Trains all runs; a failed run does not stop the others. */
  public List<End> run(List<Run> runs) throws InterruptedException {
    int atOnce = Math.max(1, Math.min(options.jobs(), runs.size()));
    Execution execution = Execution.of(device, options.cores() / atOnce);
    Map<Integer, Shared> shared = new ConcurrentHashMap<>();
    try {
      // By seed, so that a stopped job has as many runs of each experiment.
      Comparator<Run> longestFirst =
          Comparator.comparingInt(run -> -run.experiment().recipe().epochs());
      List<CompletableFuture<End>> ends =
          runs.stream()
              .sorted(Comparator.comparingLong(Run::seed).thenComparing(longestFirst))
              .map(run -> CompletableFuture.supplyAsync(() -> make(run, shared, execution), pool))
              .toList();
      return ends.stream().map(CompletableFuture::join).toList();
    } finally {
      stop(Long.MAX_VALUE);
      shared.values().forEach(part -> part.tensors.close());
    }
  }

  /** Stops all runs at their next step, with a checkpoint, and waits for them. */
  public void stop(long seconds) throws InterruptedException {
    stopped = true;
    pool.shutdown();
    pool.awaitTermination(seconds, TimeUnit.SECONDS);
  }

  /** The data, shared by all runs with the same held-out images. */
  private record Shared(DataSet set, DataTensors tensors) {}

  private Shared share(int validation) {
    DataSet set = validation == 0 ? data : data.holdingOut(validation);
    return new Shared(set, DataTensors.of(set));
  }

  private End make(Run run, Map<Integer, Shared> shared, Execution execution) {
    if (stopped) {
      return End.FAILED;
    }
    try (FolderLock lock = FolderLock.take(Files.createDirectories(run.folder(results)))) {
      lock.warning()
          .filter(any -> !warned.getAndSet(true))
          .ifPresent(any -> listener.note(run, any));
      make(run, shared.computeIfAbsent(run.experiment().validation(), this::share), execution);
      return End.FINISHED;
    } catch (FolderLock.InUseException e) {
      listener.ended(run, "skipped: " + e.getReason());
      return End.LEFT_TO_ANOTHER;
    } catch (Trainer.StoppedException e) {
      listener.note(run, e.getMessage());
      return End.FAILED;
    } catch (IOException | RuntimeException | Error e) {
      listener.failed(run, e);
      return End.FAILED;
    }
  }

  private void make(Run run, Shared shared, Execution execution) throws IOException {
    RunRecord record = record(run, shared.set, execution);
    Path folder = run.folder(results);
    RunFolder.deleteLeftovers(folder);
    CheckpointFile checkpoints =
        new CheckpointFile(
            folder, record.checkpointIdentity(), note -> listener.note(run, note), () -> stopped);
    if (!options.again() && RunFolder.isFinished(folder, record)) {
      // Left by a process that was killed just before it deleted them.
      checkpoints.delete();
      listener.ended(run, "already finished, kept in " + folder);
      return;
    }
    checkPrecision(run.experiment());
    try {
      Trainer.Result model = train(run, folder, shared, execution, checkpoints);
      // Without a working lock another process may have finished the run meanwhile.
      if (options.again() || !RunFolder.isFinished(folder, record)) {
        write(run, folder, record, shared.set, model);
      }
    } catch (Trainer.DivergedException e) {
      RunFolder.writeDiverged(folder, record.ended(0, List.of(), Optional.of(e.divergence())));
      checkpoints.delete();
      throw e;
    }
    checkpoints.delete();
    listener.ended(run, "written to " + folder);
  }

  /** Refuses an experiment whose number format this processor does not support. */
  public static void checkPrecision(Experiment experiment) {
    if (experiment.recipe().precision() == Precision.BFLOAT16 && !Hardware.hasBfloat16()) {
      throw new UnsupportedOperationException(
          experiment.name()
              + ": precision: bfloat16, expected float32: this processor has neither avx512_bf16"
              + " nor amx_bf16");
    }
  }

  private Trainer.Result train(
      Run run, Path folder, Shared shared, Execution execution, CheckpointFile checkpoints)
      throws IOException {
    Recipe recipe = run.experiment().recipe();
    int steps = recipe.stepsPerEpoch(shared.set.train().count());
    Trainer.Listener heard = listener.started(run, steps);
    if (!options.tensorBoard()) {
      return Trainer.train(recipe, run.seed(), shared.tensors, execution, checkpoints, heard);
    }
    try (EventFile events = new EventFile(folder, steps, heard)) {
      return Trainer.train(recipe, run.seed(), shared.tensors, execution, checkpoints, events);
    }
  }

  private static void write(
      Run run, Path folder, RunRecord begun, DataSet data, Trainer.Result model)
      throws IOException {
    List<Double> seconds =
        model.seconds().stream().map(each -> Math.round(each * 1000) / 1000.0).toList();
    RunResult result =
        new RunResult(
            begun.ended(model.parameters(), seconds, Optional.empty()),
            model.epochs(),
            Misclassified.of(model.testProbabilities(), data.test()));
    RunFolder.write(
        folder, result, place -> ModelFolder.write(place, model.weights(), run, data, result));
  }

  /** Returns the record of a run that starts now, without the values known at its end. */
  private RunRecord record(Run run, DataSet data, Execution execution) {
    return new RunRecord(
        RunRecord.FORMAT,
        run.experiment(),
        run.seed(),
        DataSummary.of(data),
        Trainer.VERSION,
        Software.current(TensorFlow.version()),
        Hardware.current(device.name(), device.onednn()),
        execution.threads(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        0,
        List.of(),
        Optional.empty());
  }
}
