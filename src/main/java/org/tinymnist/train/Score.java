package org.tinymnist.train;

/**
 * How some images were classified.
 *
 * @param loss sum of their losses
 * @param correct how many rightly
 */
record Score(double loss, long correct) {
  static final Score NONE = new Score(0, 0);

  Score plus(Score other) {
    return new Score(loss + other.loss, correct + other.correct);
  }
}
