package org.tinymnist.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An experiment, from the file {@code experiments/<name>.yaml}; {@code experiment.schema.json}
 * there has the meaning, range and default of its keys.
 *
 * @param title on one line, as is the description, which may be empty
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

  public Experiment {
    Objects.requireNonNull(name, "name");
    title = ExperimentJson.oneLine(title);
    description = description == null ? "" : ExperimentJson.oneLine(description);
    Objects.requireNonNull(recipe, "recipe");
  }

  /**
   * Returns the experiment of a file named {@code [a-z0-9][a-z0-9-]{0,63}.yaml}.
   *
   * @throws InvalidExperimentException if the file does not exist, or a key or value is not allowed
   */
  public static Experiment read(Path yaml) throws IOException {
    return ExperimentFile.read(yaml);
  }

  /**
   * Returns a folder's files with the extension {@code .yaml} or {@code .yml}, sorted by name.
   *
   * @throws InvalidExperimentException if the folder does not exist
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
   * Returns this experiment with another number of epochs, over which the schedule stretches.
   *
   * @throws InvalidExperimentException if the number is out of range
   */
  public Experiment withEpochs(int epochs) {
    return ExperimentJson.fromTree(ExperimentJson.toTree(this).put("epochs", epochs));
  }
}
