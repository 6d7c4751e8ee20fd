package org.tinymnist.train;

/** Metrics of some images: the sum of their losses, and how many are correctly classified. */
public record BatchMetrics(double loss, long correct) {

  static final BatchMetrics NONE = new BatchMetrics(0, 0);

  BatchMetrics plus(BatchMetrics other) {
    return new BatchMetrics(loss + other.loss, correct + other.correct);
  }
}
