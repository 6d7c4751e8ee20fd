package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is trained: one file {@code experiments/<name>.yaml}. Its keys, their ranges and defaults
 * are described in {@code experiments/experiment.schema.json}.
 *
 * @param name the file's name without {@code .yaml}
 * @param title one line that names the experiment for people, as in tables and charts
 * @param description one paragraph, or empty
 * @param published the note's model that the experiment is compared with
 * @param variantOf the name of the experiment from which this one differs in what it asks about
 * @param validation the last training images to hold out: the run is then measured on them, and the
 *     test images are not read; 0 for a run that is measured on the test images
 * @param recipe how the network is trained
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Experiment(
    String name,
    String title,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String description,
    Optional<String> published,
    Optional<String> variantOf,
    int validation,
    @JsonUnwrapped Recipe recipe) {

  /** Puts title and description on one line each, and fills in what a file may leave out. */
  public Experiment {
    Objects.requireNonNull(name, "name");
    title = ExperimentSchema.oneLine(title);
    description = description == null ? "" : ExperimentSchema.oneLine(description);
    Objects.requireNonNull(recipe, "recipe");
  }

  /**
   * Returns the experiment of a file.
   *
   * @param yaml a file named {@code [a-z0-9][a-z0-9-]{0,63}.yaml}
   * @throws InvalidExperimentException if the file is not there, is no such file, or has a key or a
   *     value that is not allowed
   * @throws IOException if the file cannot be read
   */
  public static Experiment read(Path yaml) throws IOException {
    return ExperimentFile.read(yaml);
  }

  /**
   * Returns the experiments of a folder, by name.
   *
   * @throws InvalidExperimentException if the folder is not there, or as {@link #read}
   * @throws IOException if the folder or a file cannot be read
   */
  public static List<Experiment> readAll(Path folder) throws IOException {
    List<Experiment> experiments = new ArrayList<>();
    for (Path file : files(folder)) {
      experiments.add(read(file));
    }
    return List.copyOf(experiments);
  }

  /**
   * Returns the files of a folder that end in {@code .yaml} or {@code .yml}, by name.
   *
   * @param folder such as {@code experiments}
   * @throws InvalidExperimentException if the folder is not there
   * @throws IOException if it cannot be read
   */
  public static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InvalidExperimentException(folder + ": no such directory");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.toString().matches(".*\\.ya?ml"))
          .sorted(Comparator.comparing(ExperimentFile::name))
          .toList();
    }
  }

  /**
   * Returns this experiment with another number of epochs; the schedule is stretched to it.
   *
   * @throws InvalidExperimentException if it is out of range
   */
  public Experiment withEpochs(int epochs) {
    return ExperimentJson.fromTree(ExperimentJson.toTree(this).put("epochs", epochs));
  }
}
