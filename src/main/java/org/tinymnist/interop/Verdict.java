package org.tinymnist.interop;

import java.util.Optional;

/**
 * What became of a model in a runtime.
 *
 * @param runtime for people
 * @param version the runtime's, or why there is no measurement
 * @param model name of the model's experiment; empty where no model was tried
 * @param measurement what was measured, if it could be
 * @param status how that is to be taken
 */
public record Verdict(
    String runtime,
    String version,
    String model,
    Optional<Measurement> measurement,
    Status status) {

  /** How a verdict is to be taken. */
  public enum Status {
    /** Within the runtime's bounds. */
    HOLDS,
    /** Beyond a bound, or the runtime failed. */
    BROKEN,
    /** The runtime could not be installed here. */
    NOT_INSTALLED
  }

  /**
   * A measurement.
   *
   * @param maxProbabilityDifference from TensorFlow Java's
   * @param classDifferences images that are classified otherwise
   * @param accuracy as a fraction
   * @param millisecondsPerImage in batches of 500
   * @param bytes of the model in this runtime's format
   */
  public record Measurement(
      double maxProbabilityDifference,
      int classDifferences,
      double accuracy,
      double millisecondsPerImage,
      long bytes) {}
}
