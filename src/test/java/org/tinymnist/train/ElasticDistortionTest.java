package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Ramps show where pixels come from: one of slope 1 is changed by the displacement, in pixels. */
class ElasticDistortionTest {

  private static final int SIZE = 28;
  private static final int PIXELS = SIZE * SIZE;
  private static final int COUNT = 200;
  private static final Elastic SIMARD = new Elastic(34, 4);

  @Test
  void leavesAnImageAsItIsWhenAlphaIsZeroOrTheStrengthIs() {
    assertThat(distort(new Elastic(0, 4), ramp(1, 1), 2, 7, 1)).isEqualTo(repeat(ramp(1, 1), 2));
    assertThat(distort(SIMARD, ramp(1, 1), 2, 7, 0)).isEqualTo(repeat(ramp(1, 1), 2));
  }

  /**
   * Noise from -1 to 1 has a variance of 1/3; a Gaussian of two dimensions divides it by {@code 4
   * pi sigma^2}, and leaves two pixels that are k apart with a correlation of {@code exp(-k^2 / (4
   * sigma^2))}.
   */
  @Test
  void displacesSmoothlyAndAsFarAsAlphaAndSigmaSay() {
    double expected = 34 / Math.sqrt(3 * 4 * Math.PI * 4 * 4);
    for (boolean rows : new boolean[] {true, false}) {
      float[] ramp = rows ? ramp(1, 0) : ramp(0, 1);
      float[] out = distort(SIMARD, ramp, COUNT, 7, 1);
      double near = 0;
      double apart = 0;
      for (int i = 0; i < COUNT; i++) {
        // The middle: far from the edge, beyond which the noise counts as zero.
        double here = displacement(out, ramp, i, 13, 12);
        near += here * here;
        apart += here * displacement(out, ramp, i, 13, 16);
      }
      assertThat(Math.sqrt(near / COUNT)).isCloseTo(expected, within(0.15 * expected));
      assertThat(apart / near).isCloseTo(Math.exp(-0.25), within(0.1));
    }
  }

  /** Were both axes displaced by the same field, their product would not average out. */
  @Test
  void displacesTheAxesOnTheirOwn() {
    float[] rows = ramp(1, 0);
    float[] columns = ramp(0, 1);
    float[] down = distort(SIMARD, rows, COUNT, 7, 1);
    float[] right = distort(SIMARD, columns, COUNT, 7, 1);
    double both = 0;
    double square = 0;
    for (int i = 0; i < COUNT; i++) {
      both += displacement(down, rows, i, 13, 13) * displacement(right, columns, i, 13, 13);
      square += Math.pow(displacement(down, rows, i, 13, 13), 2);
    }
    // Of 200 products, the mean's standard deviation is 0.07 of the mean square.
    assertThat(both / square).isCloseTo(0, within(0.3));
  }

  @Test
  void takesInBackgroundFromOutside() {
    float[] white = new float[PIXELS];
    Arrays.fill(white, 255);
    float[] out = distort(new Elastic(200, 4), white, 20, 7, 1);
    int dark = 0;
    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).isBetween(0f, 255.001f);
      dark += out[i] == 0 ? 1 : 0;
    }
    assertThat(dark).isPositive();
  }

  @Test
  void isAFunctionOfTheSeedAndNewForEveryImage() {
    float[] once = distort(SIMARD, ramp(1, 1), 2, 7, 1);
    assertThat(distort(SIMARD, ramp(1, 1), 2, 7, 1)).isEqualTo(once);
    assertThat(distort(SIMARD, ramp(1, 1), 2, 8, 1)).isNotEqualTo(once);
    assertThat(once[13 * SIZE + 13]).isNotEqualTo(once[PIXELS + 13 * SIZE + 13]);
  }

  private static double displacement(float[] out, float[] ramp, int image, int row, int column) {
    int pixel = row * SIZE + column;
    return out[image * PIXELS + pixel] - ramp[pixel];
  }

  private static float[] ramp(float down, float right) {
    float[] image = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      image[i] = 100 + down * (i / SIZE) + right * (i % SIZE);
    }
    return image;
  }

  private static float[] repeat(float[] image, int count) {
    float[] images = new float[count * PIXELS];
    for (int i = 0; i < count; i++) {
      System.arraycopy(image, 0, images, i * PIXELS, PIXELS);
    }
    return images;
  }

  private static float[] distort(
      Elastic elastic, float[] image, int count, long seed, float strength) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      try (Result run =
          session
              .runner()
              .fetch(
                  ElasticDistortion.addTo(
                      tf,
                      elastic,
                      tf.constant(
                          Shape.of(count, SIZE, SIZE, 1), DataBuffers.of(repeat(image, count))),
                      tf.constant(count),
                      tf.constant(new long[] {seed, 0}),
                      Optional.of(tf.constant(strength))))
              .run()) {
        float[] out = new float[count * PIXELS];
        ((TFloat32) run.get(0)).asRawTensor().data().asFloats().read(out);
        return out;
      }
    }
  }
}
