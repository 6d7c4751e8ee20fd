package org.tinymnist.report;

/** What the measured runs say of a claim. */
enum Verdict {
  /** The runs bear it out beyond chance. */
  HOLDS("**holds**"),
  /** The runs contradict it beyond chance. */
  DOES_NOT_HOLD("**does not hold**"),
  /** Some seeds bear it out, others do not. */
  MIXED("in some seeds"),
  /** What was measured lies within chance. */
  NEEDS_MORE_SEEDS("needs more seeds"),
  /** No run here tests it. */
  NOT_MEASURED("not measured");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** Returns the verdict as Markdown; what is decided is bold. */
  String text() {
    return text.replace(" ", Format.NO_BREAK_SPACE);
  }
}
