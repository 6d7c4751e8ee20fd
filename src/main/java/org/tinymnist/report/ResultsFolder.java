package org.tinymnist.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tinymnist.report.Results.LeftOut;
import org.tinymnist.report.Results.Series;

/** Reads all the runs of a results folder, and leaves out what does not belong there. */
final class ResultsFolder {
  private static final Pattern EXPERIMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** Folders beside those of the experiments. */
  private static final Set<String> OTHERS = Set.of(ChartFile.FOLDER, SearchText.FOLDER);

  private static final Pattern SEED = Pattern.compile("seed-(0|[1-9][0-9]{0,17})");

  private final Path folder;
  private final Map<String, List<RunResult>> runs = new LinkedHashMap<>();
  private final List<DivergedRun> diverged = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private ResultsFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads a results folder. Its hidden folders, the report's own and that of a search are passed
   * over.
   *
   * @throws IOException if the folder cannot be read or holds no run; the message is one line
   */
  static Results read(Path results) throws IOException {
    if (!Files.isDirectory(results)) {
      throw new IOException("%s: no such folder, expected the results of runs".formatted(results));
    }
    ResultsFolder folder = new ResultsFolder(results);
    for (Path experiment : folders(results)) {
      if (!OTHERS.contains(experiment.getFileName().toString())) {
        folder.addExperiment(experiment);
      }
    }
    return folder.results();
  }

  private Results results() throws IOException {
    if (runs.isEmpty()) {
      String first =
          Stream.concat(diverged.stream(), leftOut.stream())
              .findFirst()
              .map(each -> "; " + each)
              .orElse("");
      throw new IOException(
          "%s: no finished run, expected <experiment>/seed-<n>%s".formatted(folder, first));
    }
    return Results.of(
        runs.values().stream().map(Series::new).toList(),
        List.copyOf(diverged),
        List.copyOf(leftOut));
  }

  private void addExperiment(Path experiment) throws IOException {
    try {
      requireName(experiment, EXPERIMENT, "an experiment's name");
      List<Path> seeds = folders(experiment);
      if (seeds.isEmpty()) {
        throw new InvalidRunException("no folder seed-<n>");
      }
      for (Path seed : bySeed(seeds)) {
        addRun(seed);
      }
    } catch (InvalidRunException e) {
      leaveOut(experiment, e);
    }
  }

  private void addRun(Path seed) throws IOException {
    try {
      requireName(seed, SEED, "seed-<n>");
      Optional<DivergedRun> end = RunFolder.readDiverged(seed);
      if (end.isPresent()) {
        diverged.add(end.get());
        return;
      }
      RunResult run = RunFolder.read(seed);
      List<RunResult> siblings = runs.getOrDefault(run.name(), List.of());
      requireSameTraining(run, siblings);
      requireSameData(run);
      runs.computeIfAbsent(run.name(), name -> new ArrayList<>()).add(run);
    } catch (InvalidRunException e) {
      leaveOut(seed, e);
    }
  }

  private static void requireName(Path folder, Pattern name, String expected)
      throws InvalidRunException {
    if (!name.matcher(folder.getFileName().toString()).matches()) {
      throw new InvalidRunException("not a run's folder, expected %s", expected);
    }
    if (Files.isSymbolicLink(folder)) {
      throw new InvalidRunException("a link, expected a folder");
    }
  }

  /** A mean over runs that were trained differently would be a mean of nothing. */
  private static void requireSameTraining(RunResult run, List<RunResult> siblings)
      throws InvalidRunException {
    if (siblings.isEmpty()) {
      return;
    }
    RunJson first = siblings.get(0).json();
    if (!run.json().experiment().equals(first.experiment())
        || !run.json().network().equals(first.network())) {
      throw new InvalidRunException(
          "run.json: another experiment or network than that of seed %s", first.seed());
    }
  }

  /** Accuracies on different data cannot be compared. */
  private void requireSameData(RunResult run) throws InvalidRunException {
    for (List<RunResult> others : runs.values()) {
      RunJson.Data data = others.get(0).json().data();
      if (!run.json().data().equals(data)) {
        throw new InvalidRunException(
            "run.json: data %s, expected the content of %s, as in %s",
            run.json().data().name(), data.name(), others.get(0).name());
      }
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
          .toList();
    }
  }

  /** Sorts by the seed's value; names of another form come first. */
  private static List<Path> bySeed(List<Path> folders) {
    return folders.stream().sorted(Comparator.comparingLong(ResultsFolder::seed)).toList();
  }

  private static long seed(Path folder) {
    Matcher seed = SEED.matcher(folder.getFileName().toString());
    return seed.matches() ? Long.parseLong(seed.group(1)) : -1;
  }

  private void leaveOut(Path path, InvalidRunException why) {
    String relative = folder.relativize(path).toString().replace('\\', '/');
    leftOut.add(new LeftOut(Markdown.plain(relative), why.getMessage()));
  }
}
