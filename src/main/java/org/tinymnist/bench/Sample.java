package org.tinymnist.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * What one process measured, and says as JSON in the last line of its standard output, with its
 * keys in snake case. Null is what it did not measure.
 *
 * @param version of the system
 * @param firstStepAt when its first step ended, in seconds since 1970
 * @param blockMs milliseconds a step, for each block of steps after the warm-up
 * @param peakMb most memory that it had resident, in 10^6 bytes
 * @param evaluationSeconds time of an evaluation of all test images
 * @param latencyMs time in which the exported model classifies one image, in milliseconds
 */
public record Sample(
    @JsonProperty(required = true) String version,
    @JsonProperty(required = true) double firstStepAt,
    @JsonProperty(required = true) List<Double> blockMs,
    Double peakMb,
    Double evaluationSeconds,
    Double latencyMs) {

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Copies the blocks. */
  public Sample {
    blockMs = List.copyOf(blockMs);
  }

  /** As one line of JSON. */
  public String toJson() throws JsonProcessingException {
    return JSON.writeValueAsString(this);
  }

  static Sample parse(String json) throws JsonProcessingException {
    return JSON.readValue(json, Sample.class);
  }
}
