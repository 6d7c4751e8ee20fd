package org.tinymnist.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured of a contender.
 *
 * @param system what trains
 * @param version its own, or why there is no measurement
 * @param variant the contender's; empty where a system has none
 * @param measurement what was measured, if it could be
 */
public record Row(
    String system, String version, String variant, Optional<Measurement> measurement) {

  /**
   * A measurement, over all blocks of steps of all its processes.
   *
   * @param runs that were trained at once
   * @param threads of a run
   * @param step milliseconds a step of each run
   * @param peakMb most resident memory, in 10^6 bytes, summed over processes
   * @param firstStepSeconds from the command to the end of the first step
   * @param evaluationSeconds of an evaluation of all test images
   * @param latencyMs milliseconds in which the exported model classifies one image
   */
  record Measurement(
      int runs,
      int threads,
      Quartiles step,
      OptionalDouble peakMb,
      double firstStepSeconds,
      OptionalDouble evaluationSeconds,
      OptionalDouble latencyMs) {

    /** Milliseconds in which the machine gets a step done. */
    Quartiles effectiveStep() {
      return step.dividedBy(runs);
    }
  }
}
