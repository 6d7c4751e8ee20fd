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
 * What is trained: one file {@code experiments/<name>.yaml}, whose keys, ranges and defaults are in
 * {@code experiments/experiment.schema.json}.
 *
 * @param name the file's name without {@code .yaml}
 * @param title its name in tables and charts, on one line
 * @param description one paragraph, or empty
 * @param published the note's model that the experiment is compared with
 * @param variantOf the name of the experiment of which this is a variant
 * @param validation how many of the last training images to hold out: the run is then evaluated on
 *     them, not on the test images
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
    title = ExperimentJson.oneLine(title);
    description = description == null ? "" : ExperimentJson.oneLine(description);
    Objects.requireNonNull(recipe, "recipe");
  }

  /**
   * Returns the experiment of a file.
   *
   * @param yaml a file named {@code [a-z0-9][a-z0-9-]{0,63}.yaml}
   * @throws InvalidExperimentException if there is no such file, or a key or value is not allowed
   * @throws IOException if the file cannot be read
   */
  public static Experiment read(Path yaml) throws IOException {
    return ExperimentFile.read(yaml);
  }

  /**
   * Returns the files of a folder that end in {@code .yaml} or {@code .yml}, by name.
   *
   * @param folder such as {@code experiments}
   * @throws InvalidExperimentException if there is no such folder
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
