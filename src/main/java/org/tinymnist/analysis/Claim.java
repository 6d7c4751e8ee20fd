package org.tinymnist.analysis;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A claim of the note and what the reference's runs say about it.
 *
 * @param id the name that the templates use
 * @param p p-value of the deciding test, corrected for its family; empty without a test
 * @param values the measurements, by name
 */
public record Claim(String id, Verdict verdict, OptionalDouble p, Map<String, Object> values) {

  public enum Verdict {
    SUPPORTED,
    /** The runs show the opposite, or another value. */
    REFUTED,
    /** Any benefit is below 0.1 points. */
    NO_BENEFIT,
    INCONCLUSIVE,
    /** There are fewer seeds than {@link Sample#ENOUGH}. */
    NEEDS_SEEDS,
    /** No run tests it. */
    NOT_MEASURED
  }

  /** Returns a claim that no or too few runs test. */
  static Claim untested(String id, Optional<?> runs) {
    return of(id, runs.isEmpty() ? Verdict.NOT_MEASURED : Verdict.NEEDS_SEEDS, Map.of());
  }

  static Claim of(String id, Verdict verdict, Map<String, Object> values) {
    return new Claim(id, verdict, OptionalDouble.empty(), values);
  }
}
