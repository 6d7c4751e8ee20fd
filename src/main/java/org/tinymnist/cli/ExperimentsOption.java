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

/** Finds experiments by name, file or folder. */
final class ExperimentsOption {

  private static final String SUFFIX = ".yaml";

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      defaultValue = "${sys:tinymnist.experiments:-experiments}",
      description = "Folder with the experiments (default: ${DEFAULT-VALUE}).")
  private Path directory;

  /** Returns the experiments of the folder and its subfolders, by folder. */
  Map<String, List<Experiment>> byFolder() throws IOException {
    Map<String, List<Experiment>> folders = new TreeMap<>();
    for (Path folder : folders()) {
      List<Experiment> experiments = new ArrayList<>();
      for (Path file : Experiment.files(folder)) {
        experiments.add(Experiment.read(file));
      }
      folders.put(folder.toString(), experiments);
    }
    return folders;
  }

  private List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>(List.of(directory));
    if (Files.isDirectory(directory)) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries.filter(Files::isDirectory).sorted().forEach(folders::add);
      }
    }
    return folders;
  }

  /** Reads an experiment, given by its name or file. */
  Experiment named(String name) throws IOException {
    return Experiment.read(file(name));
  }

  private Path file(String name) throws IOException {
    if (name.matches(".*\\.ya?ml")) {
      return Path.of(name);
    }
    for (Path folder : folders()) {
      Path file = folder.resolve(name + SUFFIX);
      if (Files.exists(file)) {
        return file;
      }
    }
    return directory.resolve(name + SUFFIX);
  }

  /** Returns the file of an experiment, or all files of a folder. */
  List<Path> files(String name) throws IOException {
    Path folder = Path.of(name);
    if (!Files.isDirectory(folder) && !folder.equals(directory)) {
      return List.of(file(name));
    }
    List<Path> files = Experiment.files(folder);
    if (files.isEmpty()) {
      throw new IllegalArgumentException(folder + ": no experiments, expected *.yaml files");
    }
    return files;
  }

  String folder() {
    return directory.toString();
  }
}
