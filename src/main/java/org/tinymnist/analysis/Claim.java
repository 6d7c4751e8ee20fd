package org.tinymnist.analysis;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * A claim of the note and what became of it.
 *
 * @param id which
 * @param verdict what the runs say
 * @param p of the test that decides, after Holm's correction for all claims; empty if none does
 * @param values what was measured for it, by name
 */
public record Claim(Id id, Verdict verdict, OptionalDouble p, Map<String, Object> values) {

  /** The claims, in the order of the report. */
  public enum Id {
    /** Trained as the note says, its figures come out: no momentum, no augmentation. */
    LITERAL,
    /** The optimizer is SGD without momentum. */
    NO_MOMENTUM,
    /** The training images are MNIST's as they are: the note does not say otherwise. */
    NO_AUGMENTATION,
    /** OneCycleLR improves accuracy dramatically, from Model 3 to Models 2 and 1. */
    IMPROVEMENT,
    /** OneCycleLR gives a boost of 5 %. */
    BOOST,
    /** That boost is the schedule's. */
    SCHEDULE,
    /** OneCycleLR makes convergence faster. */
    FASTER,
    /** Annealing along a cosine works well. */
    ANNEALING,
    /** Model 1 reaches 99 % by epoch 4. */
    REACHES_99,
    /** Model 1 stays above 99 % from epoch 6 on. */
    STAYS_ABOVE_99,
    /** Dropout hinders this small model. */
    DROPOUT,
    /** Label smoothing helps. */
    SMOOTHING,
    /** Label smoothing and BatchNorm regularize enough. */
    REGULARIZATION,
    /** The network has 7,784 parameters. */
    PARAMETERS,
    /** Model 1: expect 99.4 % and more. */
    EXPECTED
  }

  /**
   * What the runs show, before it is known how many other tests there are.
   *
   * @param p of the test that decides; NaN if none does
   * @param significant the verdict if the test finds something
   * @param otherwise the verdict if it does not, or if there is none
   */
  record Outcome(
      double p, Verdict significant, Verdict otherwise, Map<String, Object> values) {

    static Outcome of(Verdict verdict, Map<String, Object> values) {
      return new Outcome(Double.NaN, verdict, verdict, values);
    }

    boolean isTested() {
      return !Double.isNaN(p);
    }
  }
}
