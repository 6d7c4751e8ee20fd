package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tinymnist.experiment.Experiment;
import picocli.CommandLine.Option;

/** Finds experiments by name, file or folder. */
final class ExperimentsOption {

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      defaultValue = "${sys:tinymnist.experiments:-experiments}",
      description = "Folder with the experiments (default: ${DEFAULT-VALUE}).")
  Path directory;

  List<Path> folders() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of(directory);
    }
    try (Stream<Path> entries = Files.list(directory)) {
      Stream<Path> subfolders = entries.filter(Files::isDirectory).sorted();
      return Stream.concat(Stream.of(directory), subfolders).toList();
    }
  }

  /** Returns the file of an experiment, given by its name or file; it may not exist. */
  Path file(String name) throws IOException {
    if (name.matches(".*\\.ya?ml")) {
      return Path.of(name);
    }
    String file = name + ".yaml";
    return folders().stream()
        .map(folder -> folder.resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElse(directory.resolve(file));
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
}
