package org.tinymnist.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tinymnist.train.Recipe;
import org.tinymnist.train.Setting;

/**
 * What is trained: one file {@code experiments/<name>.yaml}.
 *
 * <p>Required keys are {@code title}, {@code epochs}, {@code batch_size}, {@code label_smoothing}
 * and {@code schedule}, which holds either {@code one_cycle} or {@code constant}. Left out, {@code
 * description} is empty, {@code published} names no table, {@code variant_of} no experiment, {@code
 * validation} and {@code weight_decay} are 0, {@code dropout}, {@code augmentation} and {@code
 * averaging} do nothing, {@code precision} is {@code float32}, and {@code nesterov} and {@code
 * deterministic} are {@code false}. Within a schedule, a dropout or an augmentation every key is
 * required, {@code elastic} and {@code fade} aside: a silent default there, PyTorch's {@code
 * cycle_momentum}, is what made the note's results hard to repeat.
 *
 * @param name the file's name without {@code .yaml}
 * @param title one line that names the experiment for people, as in tables and charts
 * @param description one paragraph, or empty
 * @param published the note's table that the experiment is compared with
 * @param variantOf the name of the experiment from which this one differs in what it asks about;
 *     the report compares the two
 * @param validation the last training images to hold out: the run is then measured on them, and the
 *     test images are not read; 0 for a run that is measured on the test images
 * @param recipe how the network is trained
 */
public record Experiment(
    String name,
    String title,
    String description,
    Optional<String> published,
    Optional<String> variantOf,
    int validation,
    Recipe recipe) {

  /** Range of the number of images that are held out. */
  public static final Setting VALIDATION = Setting.integer("validation", 0, 1_000_000);

  /** The tables of the note that an experiment can be compared with. */
  public static final List<String> PUBLISHED = List.of("model-1", "model-2", "model-3");

  private static final String SUFFIX = ".yaml";
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  /** Checks the name, which becomes a folder's. */
  public Experiment {
    checkName("name", name);
    variantOf.ifPresent(base -> checkName("variant_of", base));
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(published, "published");
    Objects.requireNonNull(recipe, "recipe");
    if (!VALIDATION.allows(validation)) {
      throw new IllegalArgumentException(
          "validation: %d, expected %s".formatted(validation, VALIDATION.expected()));
    }
  }

  private static void checkName(String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("%s: %s, expected %s".formatted(key, name, NAME));
    }
  }

  /**
   * Reads an experiment.
   *
   * @param yaml a file as described above, named {@code [a-z0-9][a-z0-9-]{0,63}.yaml}
   * @throws InvalidExperimentException if the file is not there, is no such file, or has a key or a
   *     value that is not allowed
   * @throws IOException if the file cannot be read
   */
  public static Experiment read(Path yaml) throws IOException {
    return ExperimentYaml.experiment(nameOf(yaml), YamlReader.read(yaml));
  }

  /**
   * Reads the experiments of a directory: all its files that end in {@code .yaml} or {@code .yml}.
   *
   * @param directory such as {@code experiments}
   * @return the experiments by name
   * @throws InvalidExperimentException if the directory is not there, or as {@link #read}
   * @throws IOException if the directory or a file cannot be read
   */
  public static List<Experiment> readAll(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new InvalidExperimentException(directory, "no such directory");
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files =
          entries
              .filter(entry -> entry.toString().matches(".*\\.ya?ml"))
              .sorted(Comparator.comparing(Experiment::nameOf))
              .toList();
    }
    List<Experiment> experiments = new ArrayList<>();
    for (Path file : files) {
      experiments.add(read(file));
    }
    return List.copyOf(experiments);
  }

  /** Returns this experiment with another recipe. */
  public Experiment withRecipe(Recipe recipe) {
    return new Experiment(name, title, description, published, variantOf, validation, recipe);
  }

  private static String nameOf(Path yaml) {
    String file = yaml.getFileName().toString();
    String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : "";
    if (!NAME.matcher(name).matches()) {
      throw new InvalidExperimentException(
          yaml, "not an experiment's name, expected %s%s".formatted(NAME, SUFFIX));
    }
    return name;
  }

  /**
   * Returns the content of a file that gives this experiment: keys and values in the order of the
   * documentation, every default written out.
   */
  public Map<String, Object> asMap() {
    return ExperimentYaml.map(this);
  }
}
