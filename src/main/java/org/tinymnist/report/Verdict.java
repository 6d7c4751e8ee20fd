package org.tinymnist.report;

/** What the measured runs say of a claim. */
enum Verdict {
  /** The runs bear it out beyond chance. */
  HOLDS("**holds**"),
  /** The runs contradict it beyond chance. */
  DOES_NOT_HOLD("**does not hold**"),
  /** Some seeds, or one part of the claim, bear it out, others do not. */
  HOLDS_IN_PART("**holds in part**"),
  /** What was measured lies within chance, or is of too few seeds. */
  OPEN("cannot be told"),
  /** No run here tests it. */
  NOT_MEASURED("cannot be told: not measured");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** Returns the verdict as Markdown; what is decided is bold. */
  String text() {
    return text.replace(" ", Format.NO_BREAK_SPACE);
  }
}
