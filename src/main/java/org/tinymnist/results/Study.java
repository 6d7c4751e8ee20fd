package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All runs of a results folder.
 *
 * @param runs by experiment's name, then by seed
 * @param diverged the runs without a result, in the same order
 * @param unusable the folders that hold no usable run
 */
public record Study(List<RunResult> runs, List<RunRecord> diverged, List<Unusable> unusable) {

  /** The folder of the project's own runs in the folder of a user's results. */
  public static final String REFERENCE = "reference";

  private static final Pattern SEED = Pattern.compile("seed-(0|[1-9][0-9]{0,17})");

  /**
   * A folder that holds no usable run.
   *
   * @param folder its path below the results folder
   * @param reason in one line
   */
  public record Unusable(String folder, String reason) {}

  /** Copies the lists. */
  public Study {
    runs = List.copyOf(runs);
    diverged = List.copyOf(diverged);
    unusable = List.copyOf(unusable);
  }

  /**
   * Returns the runs of a folder: of all folders {@code <experiment>/seed-<n>} in it. Nothing is
   * there if the folder is not.
   *
   * @throws IOException if the folder cannot be read
   */
  public static Study read(Path results) throws IOException {
    List<RunResult> runs = new ArrayList<>();
    List<RunRecord> diverged = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    for (Path experiment : folders(results)) {
      for (Path seed : folders(experiment)) {
        if (number(seed) < 0 || holdsNoRun(seed)) {
          continue;
        }
        try {
          RunRecord record = RunRecord.read(seed);
          if (record.diverged().isPresent()) {
            diverged.add(record);
          } else {
            runs.add(RunFolder.read(seed, record));
          }
        } catch (InvalidResultException e) {
          String folder = results.relativize(seed).toString().replace('\\', '/');
          unusable.add(new Unusable(folder, e.getMessage()));
        }
      }
    }
    return new Study(runs, diverged, unusable);
  }

  /** Returns whether a folder has only what a run under way or stopped leaves. */
  private static boolean holdsNoRun(Path seed) throws IOException {
    try (Stream<Path> entries = Files.list(seed)) {
      return entries.allMatch(entry -> entry.getFileName().toString().startsWith("."));
    }
  }

  /** Returns the folders in a folder, those of seeds by seed; none if it does not exist. */
  static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(entry -> !entry.getFileName().toString().equals(REFERENCE))
          .sorted(
              Comparator.comparingLong(Study::number)
                  .thenComparing(entry -> entry.getFileName().toString()))
          .toList();
    }
  }

  private static long number(Path folder) {
    Matcher seed = SEED.matcher(folder.getFileName().toString());
    return seed.matches() ? Long.parseLong(seed.group(1)) : -1;
  }

  /** Returns the runs of an experiment, the lowest seed first. */
  public List<RunResult> runsOf(String experiment) {
    return runs.stream().filter(run -> run.name().equals(experiment)).toList();
  }

  /** Returns the run of an experiment with a seed. */
  public Optional<RunResult> run(String experiment, long seed) {
    return runsOf(experiment).stream().filter(run -> run.seed() == seed).findFirst();
  }

  /** Returns the names of the experiments that have runs, each once, in order. */
  public List<String> experiments() {
    return runs.stream().map(RunResult::name).distinct().toList();
  }
}
