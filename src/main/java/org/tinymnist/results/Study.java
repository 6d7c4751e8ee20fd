package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All runs of a results folder, ordered by experiment, then by seed. */
public record Study(List<RunResult> runs, List<RunRecord> diverged, List<Unusable> unusable) {

  /** The folder of the project's own runs in a results folder. */
  public static final String REFERENCE = "reference";

  private static final Pattern SEED = Pattern.compile("seed-(0|[1-9][0-9]{0,17})");

  /** A run's folder, relative to the results folder, and what is wrong with it, in one line. */
  public record Unusable(String folder, String reason) {

    static Unusable of(Path results, Path run, InvalidResultException e) {
      return new Unusable(results.relativize(run).toString().replace('\\', '/'), e.getMessage());
    }
  }

  /** Reads all folders {@code <experiment>/seed-<n>}; a missing results folder has no runs. */
  public static Study read(Path results) throws IOException {
    List<RunResult> runs = new ArrayList<>();
    List<RunRecord> diverged = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    for (Path experiment : folders(results)) {
      for (Path seed : folders(experiment)) {
        if (seed(seed) < 0 || holdsNoRun(seed)) {
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
          unusable.add(Unusable.of(results, seed, e));
        }
      }
    }
    return new Study(runs, diverged, unusable);
  }

  /** Returns whether a folder has only files of an unfinished run. */
  private static boolean holdsNoRun(Path seed) throws IOException {
    try (Stream<Path> entries = Files.list(seed)) {
      return entries.allMatch(entry -> entry.getFileName().toString().startsWith("."));
    }
  }

  /** Returns the subfolders, seeds in numerical order; none if the folder does not exist. */
  static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> !entry.getFileName().toString().matches("\\..*|" + REFERENCE))
          .sorted(
              Comparator.comparingLong(Study::seed)
                  .thenComparing(entry -> entry.getFileName().toString()))
          .toList();
    }
  }

  /** Returns the number in a folder's name {@code seed-<n>}, or -1 for another name. */
  static long seed(Path folder) {
    Matcher seed = SEED.matcher(folder.getFileName().toString());
    return seed.matches() ? Long.parseLong(seed.group(1)) : -1;
  }
}
