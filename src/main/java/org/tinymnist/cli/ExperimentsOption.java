package org.tinymnist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tinymnist.experiment.Experiment;
import picocli.CommandLine.Option;

/** The option that says where experiments are, and how they are named. */
final class ExperimentsOption {

  /** Folders in the folder of the experiments, with what only a study trains. */
  private static final List<String> OF_STUDY = List.of("record", "ablations");

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      defaultValue = "${sys:tinymnist.experiments:-experiments}",
      description = "Folder of the experiments (default: ${DEFAULT-VALUE}).")
  private Path directory;

  /** All experiments of the folder itself: the default set. */
  List<Experiment> all() throws IOException {
    List<Experiment> experiments = Experiment.readAll(directory);
    if (experiments.isEmpty()) {
      throw new IllegalArgumentException(directory + ": no experiment, expected *.yaml files");
    }
    return experiments;
  }

  /** What a study adds to them, if there is anything. */
  List<Experiment> ofStudy() throws IOException {
    List<Experiment> added = new ArrayList<>();
    for (String folder : OF_STUDY) {
      Path path = directory.resolve(folder);
      if (Files.isDirectory(path)) {
        added.addAll(Experiment.readAll(path));
      }
    }
    return added;
  }

  /** One experiment: a name, or the path of a file that ends in {@code .yaml}. */
  Experiment named(String name) throws IOException {
    return Experiment.read(file(name));
  }

  /** The file of an experiment: a name in the folder, or else in those of a study, or a path. */
  Path file(String name) {
    if (name.endsWith(".yaml")) {
      return Path.of(name);
    }
    Path own = directory.resolve(name + ".yaml");
    return Stream.concat(
            Stream.of(own),
            OF_STUDY.stream().map(folder -> directory.resolve(folder).resolve(own.getFileName())))
        .filter(Files::exists)
        .findFirst()
        .orElse(own);
  }

  /** The named experiments, all if none is named. */
  List<Experiment> named(List<String> names) throws IOException {
    if (names.isEmpty()) {
      return all();
    }
    List<Experiment> experiments = new ArrayList<>();
    for (String name : names.stream().distinct().toList()) {
      experiments.add(named(name));
    }
    return experiments;
  }
}
