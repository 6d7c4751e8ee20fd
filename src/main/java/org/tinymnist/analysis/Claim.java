package org.tinymnist.analysis;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * A claim of the note and what the reference's runs say about it.
 *
 * @param id its name in {@link ClaimRules}
 * @param verdict what the runs say
 * @param p of the test that decides, corrected for its family; empty if none does
 * @param values what was measured for it, by name
 */
public record Claim(String id, Verdict verdict, OptionalDouble p, Map<String, Object> values) {

  /** What the runs say about a claim. */
  public enum Verdict {
    /** The runs show it. */
    SUPPORTED,
    /** The runs show the opposite, or another value. */
    REFUTED,
    /** The claimed benefit is 0.1 points at most, if there is one. */
    NO_BENEFIT,
    /** The runs show neither. */
    INCONCLUSIVE,
    /** There are fewer seeds than {@link Sample#ENOUGH}. */
    NEEDS_SEEDS,
    /** No run tests it. */
    NOT_MEASURED
  }

  static Claim of(String id, Verdict verdict, Map<String, Object> values) {
    return new Claim(id, verdict, OptionalDouble.empty(), values);
  }
}
