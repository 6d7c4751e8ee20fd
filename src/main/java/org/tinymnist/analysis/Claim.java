package org.tinymnist.analysis;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * A claim of the note and what became of it.
 *
 * @param id its name in {@link ClaimRules}
 * @param verdict what the runs say
 * @param p of the test that decides, after Holm's correction for all claims; empty if none does
 * @param values what was measured for it, by name
 */
public record Claim(String id, Verdict verdict, OptionalDouble p, Map<String, Object> values) {

  /**
   * What the runs show, before it is known how many other tests there are.
   *
   * @param p of the test that decides; NaN if none does
   * @param significant the verdict if the test finds something
   * @param otherwise the verdict if it does not, or if there is none
   */
  record Outcome(double p, Verdict significant, Verdict otherwise, Map<String, Object> values) {

    static Outcome of(Verdict verdict, Map<String, Object> values) {
      return new Outcome(Double.NaN, verdict, verdict, values);
    }

    boolean isTested() {
      return !Double.isNaN(p);
    }
  }
}
