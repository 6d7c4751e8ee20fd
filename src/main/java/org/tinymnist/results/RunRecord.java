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
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.experiment.ExperimentJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code run.json}: what was run, on what, and how it ended. What follows from another file of the
 * run is not in it.
 *
 * @param format version of the layout
 * @param experiment what was trained
 * @param seed every random choice followed from it
 * @param data what it was trained and measured on
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

  /** Checks that nothing is missing. */
  public RunRecord {
    Objects.requireNonNull(experiment, "experiment");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(software, "software");
    Objects.requireNonNull(hardware, "hardware");
    java.time.Instant.parse(Objects.requireNonNull(started, "started"));
    secondsPerEpoch = List.copyOf(Objects.requireNonNull(secondsPerEpoch, "seconds_per_epoch"));
  }

  /** Returns this record of a run that began, with what its end tells. */
  public RunRecord ended(
      long parameters, List<Double> secondsPerEpoch, Optional<Divergence> diverged) {
    return new RunRecord(
        format,
        experiment,
        seed,
        data,
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
   * Returns what decides the run's bits on one kind of machine: experiment, seed, data, software
   * and device. The operating system is none of it: a cluster's nodes have several kernels.
   */
  public JsonNode identity() {
    ObjectNode identity = JSON.createObjectNode();
    identity.set("experiment", ExperimentJson.toTree(experiment).without(WORDS));
    identity.put("seed", seed);
    identity.set("data", JSON.valueToTree(data));
    identity.set("software", JSON.<ObjectNode>valueToTree(software).without("os"));
    identity.putObject("hardware").put("device", hardware.device());
    return identity;
  }

  /** Returns what decides a checkpoint's bits: with the processor, so that no run mixes two. */
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
    String name = record.experiment.name();
    require("experiment.name", name, folder.getParent().getFileName().toString().equals(name));
    require("seed", record.seed, folder.getFileName().toString().equals("seed-" + record.seed));
    require("threads", record.threads, record.threads >= 1);
    require("parameters", record.parameters, record.parameters >= 1 || record.diverged.isPresent());
    List<Integer> counts = record.data.testLabelCounts();
    int images = record.data.testImages();
    require("data.test_label_counts", counts, isSplit(counts, images));
    int seconds = record.secondsPerEpoch.size();
    boolean whole = seconds == record.experiment.recipe().epochs() || record.diverged.isPresent();
    require("seconds_per_epoch", seconds + " values", whole);
    for (double each : record.secondsPerEpoch) {
      require("seconds_per_epoch", each, each >= 0 && Double.isFinite(each));
    }
    return record;
  }

  private static boolean isSplit(List<Integer> counts, int whole) {
    return counts.size() == LabeledImages.CLASSES
        && counts.stream().allMatch(count -> count >= 0)
        && counts.stream().mapToLong(Integer::longValue).sum() == whole;
  }

  private static RunRecord parse(byte[] bytes) throws IOException {
    try {
      JsonNode tree = JSON.readTree(bytes);
      require("format", tree.path("format"), tree.path("format").asInt(0) == FORMAT);
      ExperimentJson.fromTree(tree.path("experiment"));
      return JSON.treeToValue(tree, RunRecord.class);
    } catch (JacksonException e) {
      String message = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new InvalidResultException(FILE, key(e) + message);
    } catch (org.tinymnist.experiment.InvalidExperimentException e) {
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

  private static void require(String key, Object value, boolean condition) {
    if (!condition) {
      throw new InvalidResultException(FILE, "%s: %s does not fit".formatted(key, value));
    }
  }
}
