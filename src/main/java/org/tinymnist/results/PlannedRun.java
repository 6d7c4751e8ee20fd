package org.tinymnist.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run that was submitted to a cluster.
 *
 * @param log the Slurm task's log file, beside the plan; empty without a task
 */
public record PlannedRun(String experiment, long seed, int epochs, String log) {

  private static final String FOLDER = "slurm";

  /** The plan, written by {@code src/slurm/cluster}. */
  private static final CsvFile<PlannedRun> FILE = new CsvFile<>("plan.csv", PlannedRun.class);

  /** A line about one run; other lines concern all runs of a task. */
  private static final String OF_A_RUN = "[a-z0-9-]+, seed \\d+: .*";

  public enum State {
    /** Finished or diverged. */
    FINISHED,
    /** A process holds the run's lock. */
    RUNNING,
    /** The Slurm task has not ended. */
    WAITING,
    /** Must be submitted again. */
    FAILED
  }

  /** A state and the reason, in one line. */
  public record Progress(State state, String detail) {}

  /** Returns the plan of a results folder, by the runs' titles. The last row of a run counts. */
  public static Map<String, PlannedRun> read(Path results) throws IOException {
    Map<String, PlannedRun> plan = new LinkedHashMap<>();
    Path folder = results.resolve(FOLDER);
    if (Files.exists(folder.resolve(FILE.name()))) {
      FILE.read(folder).forEach(run -> plan.put(run.title(), run));
    }
    return plan;
  }

  public String title() {
    return experiment + ", seed " + seed;
  }

  /** Returns the run's state, given the logs of the unfinished Slurm tasks. */
  public Progress progress(Path results, Set<String> queued) throws IOException {
    Path folder = results.resolve(experiment).resolve("seed-" + seed);
    if (isFinished(folder)) {
      return new Progress(State.FINISHED, "");
    }
    Optional<String> holder = FolderLock.holder(folder);
    if (holder.isPresent()) {
      int epoch = 1 + CheckpointFile.epochs(folder);
      return new Progress(
          State.RUNNING, "epoch %s of %s, %s".formatted(epoch, epochs, holder.get()));
    }
    String reason = reason(results.resolve(FOLDER).resolve(log));
    boolean comes = queued.contains(log) && !reason.startsWith("failed: ");
    return new Progress(comes ? State.WAITING : State.FAILED, reason);
  }

  private boolean isFinished(Path folder) throws IOException {
    try {
      return RunRecord.read(folder).experiment().recipe().epochs() == epochs;
    } catch (InvalidResultException e) {
      return false;
    }
  }

  /** Returns the last line of the log that does not concern another run. */
  private String reason(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "its task has not started";
    }
    String own = title() + ": ";
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .filter(line -> line.startsWith(own) || !line.matches(OF_A_RUN))
        .reduce((line, next) -> next)
        .map(line -> line.startsWith(own) ? line.substring(own.length()) : line)
        .orElse("its log is empty");
  }
}
