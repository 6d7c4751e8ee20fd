package org.tinymnist.train;

/**
 * How some images were classified.
 *
 * @param loss sum of their losses
 * @param correct how many rightly
 */
record BatchMetrics(double loss, long correct) {
  static final BatchMetrics NONE = new BatchMetrics(0, 0);

  BatchMetrics plus(BatchMetrics other) {
    return new BatchMetrics(loss + other.loss, correct + other.correct);
  }
}
