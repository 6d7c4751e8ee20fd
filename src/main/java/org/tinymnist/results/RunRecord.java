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
 * {@code run.json}: the provenance of a run. It repeats no value of the run's other files.
 *
 * @param format version of the layout
 * @param trainingVersion raised when training computes different bits; 1 if absent, as in records
 *     of earlier versions
 * @param started start time as ISO-8601 in UTC, to the second
 * @param parameters trainable parameters of the trained graph; 0 if the run diverged
 * @param secondsPerEpoch duration of each finished epoch, its evaluation included
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

  public static final String FILE = "run.json";
  public static final int FORMAT = 2;

  private static final JsonMapper JSON = ExperimentJson.MAPPER;

  /** Keys of an experiment that do not affect training. */
  private static final List<String> WORDS =
      List.of("title", "description", "published", "variant_of");

  /** The first step of an epoch, both from 1, whose loss was {@code Infinity} or {@code NaN}. */
  public record Divergence(int epoch, int step, String loss) {}

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

  /** Returns this record with the values known at the end of the run. */
  public RunRecord ended(
      long parameters, List<Double> secondsPerEpoch, Optional<Divergence> diverged) {
    return with(
        Map.of(
            "parameters", parameters, "seconds_per_epoch", secondsPerEpoch, "diverged", diverged));
  }

  /** Returns this record with other values of some keys. */
  RunRecord with(Map<String, Object> changes) {
    ObjectNode tree = JSON.valueToTree(this);
    tree.setAll(JSON.<ObjectNode>valueToTree(changes));
    return JSON.treeToValue(tree, RunRecord.class);
  }

  public double seconds() {
    return secondsPerEpoch.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Returns the values whose change makes a finished run obsolete: experiment, seed, data, the
   * versions of training and TensorFlow, and the device. Java, the operating system and the
   * processor are not among them.
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

  /** Returns {@link #identity} with the processor, so that no run mixes two processors. */
  public JsonNode checkpointIdentity() {
    ObjectNode identity = (ObjectNode) identity();
    identity.withObject("/hardware").put("processor", hardware.processor());
    return identity;
  }

  /** Describes the first difference between the identity in a file and that of the run. */
  public static Optional<String> difference(JsonNode found, JsonNode expected) {
    return difference("", found, expected);
  }

  private static Optional<String> difference(String path, JsonNode found, JsonNode expected) {
    if (!expected.isObject()) {
      // Compared as text: numbers from a file have other node classes.
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

  void write(Path folder) throws IOException {
    String text = JSON.writeValueAsString(this).replace("\r\n", "\n") + "\n";
    AtomicFile.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a record; throws InvalidResultException if it is missing, invalid or misplaced. */
  static RunRecord read(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(FILE))) {
      throw new InvalidResultException(FILE, "missing");
    }
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
      if (tree.path("format").asInt(0) != FORMAT) {
        throw new InvalidResultException(
            FILE, "format: %s, expected %s".formatted(tree.path("format"), FORMAT));
      }
      ExperimentJson.fromTree(tree.path("experiment"));
      RunRecord record = JSON.treeToValue(tree, RunRecord.class);
      String own = record.experiment.name() + "/seed-" + record.seed;
      if (!folder.toAbsolutePath().endsWith(own)) {
        throw new InvalidResultException(FILE, "belongs to " + own);
      }
      return record;
    } catch (JacksonException e) {
      String message = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new InvalidResultException(FILE, key(e) + message);
    } catch (InvalidExperimentException e) {
      throw new InvalidResultException(FILE, "experiment." + e.getMessage());
    }
  }

  private static String key(JacksonException e) {
    String path =
        e.getPath().stream()
            .map(each -> String.valueOf(each.getPropertyName()))
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : path + ": ";
  }
}
