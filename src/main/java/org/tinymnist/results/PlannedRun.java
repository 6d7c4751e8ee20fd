package org.tinymnist.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A run that a cluster was asked for.
 *
 * @param experiment its name
 * @param seed its seed
 * @param epochs how many it is to have
 * @param log the file that its task writes to, beside the plan
 */
public record PlannedRun(String experiment, long seed, int epochs, String log) {

  /** The folder of plan, script and logs in the folder of the results. */
  public static final String FOLDER = "slurm";

  /** The plan: a row a run. */
  public static final CsvFile<PlannedRun> FILE =
      new CsvFile<>(
          "plan.csv",
          List.of("experiment", "seed", "epochs", "log"),
          run -> List.of(run.experiment, run.seed, run.epochs, run.log),
          row ->
              new PlannedRun(
                  row.get("experiment"),
                  Long.parseLong(row.get("seed")),
                  CsvFile.integer(row, "epochs", 1, 10_000),
                  row.get("log")));

  private static final Pattern OF_A_RUN = Pattern.compile("[a-z0-9-]+, seed \\d+: .*");

  /** What is said when a run stops because it was told to; who told it is said before. */
  private static final Pattern OF_A_STOP =
      Pattern.compile(".*it can go on from there|Interrupted\\. .*");

  /** What is said last of a run that comes, or comes again. */
  private static final Pattern OF_ONE_TO_COME =
      Pattern.compile(
          OF_A_STOP
              + "|.*(: started|: time limit; requeued.*|DUE TO (JOB REQUEUE|PREEMPTION|NODE FAIL).*)"
              + "|epoch \\d.*|\\d+ epoch.*|goes on after .*");

  /** Where a run stands. */
  public enum State {
    /** Its files are there, be it that it diverged. */
    FINISHED,
    /** A process makes it. */
    RUNNING,
    /** It comes, or comes again. */
    WAITING,
    /** It does not come unless it is submitted again. */
    FAILED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where a run stands, by its files alone.
   *
   * @param state in a word
   * @param detail the reason, in one line
   */
  public record Progress(State state, String detail) {}

  /**
   * Returns the plan of a results folder; nothing if there is none.
   *
   * @throws InvalidResultException if it is broken
   */
  public static List<PlannedRun> read(Path results) throws IOException {
    Path folder = results.resolve(FOLDER);
    return Files.exists(folder.resolve(FILE.name())) ? FILE.read(folder) : List.of();
  }

  /** For people: {@code model-1-optimized, seed 1}. */
  public String title() {
    return experiment + ", seed " + seed;
  }

  /** Returns this run with another log. */
  public PlannedRun in(String newLog) {
    return new PlannedRun(experiment, seed, epochs, newLog);
  }

  /** Returns where the run stands. */
  public Progress progress(Path results) throws IOException {
    Path folder = results.resolve(experiment).resolve("seed-" + seed);
    if (Files.exists(folder.resolve(RunRecord.FILE))) {
      try {
        RunRecord record = RunRecord.read(folder);
        if (record.experiment().recipe().epochs() == epochs) {
          return new Progress(State.FINISHED, "");
        }
      } catch (InvalidResultException e) {
        // Not a finished run: what it is, its log tells, and the report what is broken.
      }
    }
    Optional<String> holder = FolderLock.holder(folder);
    if (holder.isPresent()) {
      int epoch = 1 + CheckpointFolder.newestEpoch(folder);
      return new Progress(
          State.RUNNING, "epoch %d of %d, %s".formatted(epoch, epochs, holder.get()));
    }
    Path file = results.resolve(FOLDER).resolve(log);
    if (log.isEmpty() || !Files.exists(file)) {
      return new Progress(State.WAITING, "its task has not begun");
    }
    String reason = reason(file);
    boolean comes = OF_ONE_TO_COME.matcher(reason).matches();
    return new Progress(comes ? State.WAITING : State.FAILED, reason);
  }

  /** Returns the log's last line that is not about another run. */
  private String reason(Path file) throws IOException {
    String own = title() + ": ";
    try (Stream<String> lines = Files.lines(file)) {
      String last = "its log is empty";
      String cause = "";
      for (String line : (Iterable<String>) lines.map(String::strip)::iterator) {
        if (!line.isEmpty() && (line.startsWith(own) || !OF_A_RUN.matcher(line).matches())) {
          last = line.startsWith(own) ? line.substring(own.length()) : line;
          cause = OF_A_STOP.matcher(last).matches() ? cause : last;
        }
      }
      return cause.isEmpty() || OF_ONE_TO_COME.matcher(cause).matches() ? last : cause;
    } catch (UncheckedIOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}
