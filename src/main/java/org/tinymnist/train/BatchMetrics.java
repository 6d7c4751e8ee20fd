package org.tinymnist.train;

/**
 * Loss and hits of some images.
 *
 * @param loss sum over the images
 * @param correct number of images that are classified correctly
 */
public record BatchMetrics(double loss, long correct) {

  static final BatchMetrics NONE = new BatchMetrics(0, 0);

  BatchMetrics plus(BatchMetrics other) {
    return new BatchMetrics(loss + other.loss, correct + other.correct);
  }
}
