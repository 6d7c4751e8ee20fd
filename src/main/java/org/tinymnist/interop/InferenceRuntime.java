package org.tinymnist.interop;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A runtime that exported models are taken through, as {@code src/interop/runtimes.yaml} states it.
 *
 * @param id for the command line
 * @param runtime for people
 * @param install the environments it needs
 * @param export the format that a model is converted to first; null for none
 * @param model the model's file or folder, in a run's folder
 * @param run the program and its first arguments, between spaces
 * @param probability largest difference of a probability from the reference
 * @param classes most images that may be classified otherwise
 * @param accuracy largest difference of the accuracy, as a fraction
 */
public record InferenceRuntime(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String runtime,
    @JsonProperty(required = true) List<String> install,
    String export,
    @JsonProperty(required = true) String model,
    @JsonProperty(required = true) String run,
    @JsonProperty(required = true) double probability,
    @JsonProperty(required = true) int classes,
    @JsonProperty(required = true) double accuracy) {

  /**
   * Reads all runtimes of a file.
   *
   * @throws IllegalArgumentException if it states them otherwise
   */
  public static List<InferenceRuntime> readAll(Path file) throws IOException {
    try {
      return List.of(new YAMLMapper().readValue(Files.readString(file), InferenceRuntime[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Returns whether what was measured is within the bounds; a number that is none never is. */
  boolean holds(Comparison comparison) {
    return comparison.maxProbabilityDifference() <= probability
        && comparison.classDifferences() <= classes
        && comparison.accuracyDifference() <= accuracy;
  }
}
