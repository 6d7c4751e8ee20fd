package org.tinymnist.train;

/**
 * An elastic distortion: every pixel is displaced by a random field that varies smoothly over the
 * image. Simard, Steinkraus and Platt, "Best practices for convolutional neural networks applied to
 * visual document analysis", 2003; they took an alpha of 34 and a sigma of 4 for MNIST.
 *
 * @param alpha what the smoothed field, of values drawn from -1 to 1, is multiplied with: pixels
 * @param sigma standard deviation of the Gaussian that smooths it: pixels
 */
public record Elastic(double alpha, double sigma) {

  /** Range of the field's factor. */
  public static final Setting ALPHA = Setting.closed("alpha", 0, 1_000);

  /** Range of the Gaussian's width; 28 pixels are the whole image. */
  public static final Setting SIGMA = Setting.openClosed("sigma", 0, 28);

  /** Checks the ranges. */
  public Elastic {
    ALPHA.check(alpha);
    SIGMA.check(sigma);
  }
}
