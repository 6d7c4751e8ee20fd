package org.tinymnist.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.ExperimentJson;
import org.tinymnist.experiment.InvalidExperimentException;
import org.tinymnist.files.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code run.json}: what was run, on what, and how it ended. Values that follow from another file
 * of the run are not in it.
 *
 * @param format version of the layout
 * @param experiment what was trained
 * @param seed every random choice followed from it
 * @param data what it was trained and measured on
 * @param trainingVersion number that is raised when training computes other bits; 1 if absent, as
 *     in records of former versions
 * @param software what it was made with
 * @param hardware what it was made on
 * @param threads of the run
 * @param started when it began, as ISO-8601 in UTC, to the second
 * @param parameters trainable parameters, counted from the trained graph's variables; 0 if the run
 *     diverged
 * @param secondsPerEpoch time of each finished epoch, its evaluation included
 * @param diverged where the run ended without a result, if it did
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RunRecord(
    int format,
    Experiment experiment,
    long seed,
    DataSummary data,
    Integer trainingVersion,
    Software software,
    Hardware hardware,
    int threads,
    String started,
    long parameters,
    List<Double> secondsPerEpoch,
    Optional<Divergence> diverged) {

  /** The file's name. */
  public static final String FILE = "run.json";

  /** The version of the layout that this program writes and reads. */
  public static final int FORMAT = 2;

  private static final JsonMapper JSON = ExperimentJson.MAPPER;

  /** Keys of an experiment that decide nothing of how it is trained. */
  private static final List<String> WORDS =
      List.of("title", "description", "published", "variant_of");

  /**
   * The step at which the loss was no longer finite.
   *
   * @param epoch from 1
   * @param step from 1, within the epoch
   * @param loss {@code Infinity} or {@code NaN}
   */
  public record Divergence(int epoch, int step, String loss) {}

  /** Checks that nothing is missing and that times are finite. */
  public RunRecord {
    Objects.requireNonNull(experiment, "experiment");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(software, "software");
    Objects.requireNonNull(hardware, "hardware");
    Objects.requireNonNull(started, "started");
    trainingVersion = Objects.requireNonNullElse(trainingVersion, 1);
    secondsPerEpoch = List.copyOf(Objects.requireNonNull(secondsPerEpoch, "seconds_per_epoch"));
    if (!secondsPerEpoch.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("seconds_per_epoch: " + secondsPerEpoch);
    }
  }

  /** Returns this record of a run that has started, with the values known at its end. */
  public RunRecord ended(
      long parameters, List<Double> secondsPerEpoch, Optional<Divergence> diverged) {
    return new RunRecord(
        format,
        experiment,
        seed,
        data,
        trainingVersion,
        software,
        hardware,
        threads,
        started,
        parameters,
        secondsPerEpoch,
        diverged);
  }

  /** Returns this record with an experiment that differs in its title or description. */
  RunRecord with(Experiment experiment) {
    return new RunRecord(
        format,
        experiment,
        seed,
        data,
        trainingVersion,
        software,
        hardware,
        threads,
        started,
        parameters,
        secondsPerEpoch,
        diverged);
  }

  /** Returns the time of all epochs. */
  public double seconds() {
    return secondsPerEpoch.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Returns what decides whether a finished run is kept: experiment, seed, data, the version of
   * training, TensorFlow's version and the device. An update of Java or of the operating system, or
   * another processor, is no reason to train again.
   */
  public JsonNode identity() {
    ObjectNode identity = JSON.createObjectNode();
    identity.set("experiment", ExperimentJson.toTree(experiment).without(WORDS));
    identity.put("seed", seed);
    identity.set("data", JSON.valueToTree(data));
    identity.put("training_version", trainingVersion);
    identity.putObject("software").put("tensorflow", software.tensorflow());
    identity.putObject("hardware").put("device", hardware.device());
    return identity;
  }

  /** Returns what decides a checkpoint's bits: the same and the processor, so no run mixes two. */
  public JsonNode checkpointIdentity() {
    ObjectNode identity = (ObjectNode) identity();
    identity.withObject("/hardware").put("processor", hardware.processor());
    return identity;
  }

  /**
   * Returns the first difference between two identities, for people; empty if there is none.
   *
   * @param found that of a file
   * @param expected that of a run
   */
  public static Optional<String> difference(JsonNode found, JsonNode expected) {
    return difference("", found, expected);
  }

  private static Optional<String> difference(String path, JsonNode found, JsonNode expected) {
    if (!expected.isObject()) {
      // By their text: a number that was read is of another class than one that is to be written.
      return expected.toString().equals(found.toString())
          ? Optional.empty()
          : Optional.of("%s was %s and is %s".formatted(path, found, expected));
    }
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      Optional<String> difference = difference(name, found.path(field.getKey()), field.getValue());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  void write(Path folder) throws IOException {
    String text = JSON.writeValueAsString(this).replace("\r\n", "\n") + "\n";
    AtomicFile.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the record of a run's folder, {@code <experiment>/seed-<n>}.
   *
   * @throws InvalidResultException if it is missing, broken or that of another folder
   * @throws IOException if it is there and cannot be read
   */
  static RunRecord read(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(FILE))) {
      throw new InvalidResultException(FILE, "missing");
    }
    RunRecord record = parse(Files.readAllBytes(folder.resolve(FILE)));
    String own = record.experiment.name() + "/seed-" + record.seed;
    if (!folder.toAbsolutePath().endsWith(own)) {
      throw new InvalidResultException(FILE, "the record of " + own);
    }
    return record;
  }

  private static RunRecord parse(byte[] bytes) throws IOException {
    try {
      JsonNode tree = JSON.readTree(bytes);
      if (tree.path("format").asInt(0) != FORMAT) {
        throw new InvalidResultException(
            FILE, "format: %s, expected %s".formatted(tree.path("format"), FORMAT));
      }
      ExperimentJson.fromTree(tree.path("experiment"));
      return JSON.treeToValue(tree, RunRecord.class);
    } catch (JacksonException e) {
      String message = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new InvalidResultException(FILE, key(e) + message);
    } catch (InvalidExperimentException e) {
      throw new InvalidResultException(FILE, "experiment." + e.getMessage());
    }
  }

  /** Returns the key at which mapping failed, for a message; empty if there is none. */
  private static String key(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(each -> String.valueOf(each.getPropertyName()))
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : path + ": ";
  }
}
