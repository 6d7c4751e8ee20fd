package org.tinymnist.train;

/**
 * Metrics of a batch of images.
 *
 * @param loss sum over the images
 * @param correct number of correctly classified images
 */
public record BatchMetrics(double loss, long correct) {

  static final BatchMetrics NONE = new BatchMetrics(0, 0);

  BatchMetrics plus(BatchMetrics other) {
    return new BatchMetrics(loss + other.loss, correct + other.correct);
  }
}
