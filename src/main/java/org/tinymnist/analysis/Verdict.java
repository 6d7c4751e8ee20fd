package org.tinymnist.analysis;

/** What the runs say of a claim. */
public enum Verdict {
  /** The runs bear it out beyond chance. */
  SUPPORTED,
  /** One part of it, or some of the runs, bear it out, others do not. */
  SUPPORTED_IN_PART,
  /** The runs contradict it beyond chance. */
  REFUTED,
  /** What was measured is within chance. */
  INCONCLUSIVE,
  /** There are fewer seeds than {@link Sample#ENOUGH}. */
  NEEDS_SEEDS,
  /** No run tests it. */
  NOT_MEASURED;

  /** The level of every test: a p-value below it is beyond chance. */
  static final double LEVEL = 0.05;

  /** Returns whether the runs decide the claim. */
  public boolean isDecided() {
    return compareTo(INCONCLUSIVE) < 0;
  }

  /** Returns the verdict on what some of a number of runs do. */
  static Verdict ofCount(long holding, long all) {
    return holding == all ? SUPPORTED : holding == 0 ? REFUTED : SUPPORTED_IN_PART;
  }
}
