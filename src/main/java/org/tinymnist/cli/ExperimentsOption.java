package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tinymnist.experiment.Experiment;
import picocli.CommandLine.Option;

/** The option that says where experiments are, and their names. */
final class ExperimentsOption {

  private static final String SUFFIX = ".yaml";

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      defaultValue = "${sys:tinymnist.experiments:-experiments}",
      description = "Folder of the experiments (default: ${DEFAULT-VALUE}).")
  private Path directory;

  /** Returns the experiments of the folder and of the folders in it, by folder. */
  Map<String, List<Experiment>> byFolder() throws IOException {
    Map<String, List<Experiment>> folders = new TreeMap<>();
    for (Path folder : folders()) {
      folders.put(folder.toString(), Experiment.readAll(folder));
    }
    return folders;
  }

  /** Returns the folder itself, then the folders in it. */
  private List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>(List.of(directory));
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries.filter(Files::isDirectory).sorted().forEach(folders::add);
      }
    }
    return folders;
  }

  /** Returns one experiment: a name, or the path of a file that ends in {@code .yaml}. */
  Experiment named(String name) throws IOException {
    if (name.endsWith(SUFFIX)) {
      return Experiment.read(Path.of(name));
    }
    for (Path folder : folders()) {
      Path file = folder.resolve(name + SUFFIX);
      if (Files.exists(file)) {
        return Experiment.read(file);
      }
    }
    return Experiment.read(directory.resolve(name + SUFFIX));
  }

  /**
   * Returns the named experiments: names, paths of files, or folders, of which all are taken; those
   * of the folder itself if none is named.
   */
  List<Experiment> named(List<String> names) throws IOException {
    if (names.isEmpty()) {
      return all(directory);
    }
    List<Experiment> experiments = new ArrayList<>();
    for (String name : names.stream().distinct().toList()) {
      if (Files.isDirectory(Path.of(name))) {
        experiments.addAll(all(Path.of(name)));
      } else {
        experiments.add(named(name));
      }
    }
    return experiments;
  }

  private static List<Experiment> all(Path folder) throws IOException {
    List<Experiment> experiments = Experiment.readAll(folder);
    if (experiments.isEmpty()) {
      throw new IllegalArgumentException(folder + ": no experiment, expected *.yaml files");
    }
    return experiments;
  }
}
