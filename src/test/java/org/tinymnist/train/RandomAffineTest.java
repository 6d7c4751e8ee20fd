package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tinymnist.device.TensorFlowEnvironment;
import org.tinymnist.experiment.Augmentation;

class RandomAffineTest {

  private static final int SIZE = 28;
  private static final double CENTRE = 13.5;
  private static final int DRAWS = 64;

  /** A square of 8x8 pixels in the middle. */
  private static final float[] SQUARE = square();

  @Test
  void leavesAnImageAsItIsWhenAllRangesAreZero() {
    float[] out = transform(Augmentation.NONE, 1, 7);
    for (int i = 0; i < out.length; i++) {
      assertThat((double) out[i]).isCloseTo(SQUARE[i], within(1e-2));
    }
  }

  /** A shift moves the centre of mass, and keeps the mass. */
  @Test
  void shiftsWithinItsRange() {
    List<Moments> all = transformed(ranges(0, 3, 0, 0), SQUARE);
    double mass = Moments.of(SQUARE, 0).mass();
    assertThat(all).allSatisfy(m -> assertThat(m.mass()).isCloseTo(mass, within(1.0)));
    assertFills(3, all, m -> m.x() - CENTRE);
    assertFills(3, all, m -> m.y() - CENTRE);
  }

  /** Scaling by s about the centre changes the mass by s squared, and moves nothing. */
  @Test
  void scalesWithinItsRange() {
    List<Moments> all = transformed(ranges(0, 0, 0.2, 0), SQUARE);
    assertThat(all).allSatisfy(m -> assertThat(m.x()).isCloseTo(CENTRE, within(0.01)));
    double mass = Moments.of(SQUARE, 0).mass();
    assertFills(0.21, all, m -> Math.sqrt(m.mass() / mass) - 1);
  }

  /** A horizontal bar turned by an angle has its main axis at that angle. */
  @Test
  void turnsWithinItsRange() {
    float[] bar = new float[SIZE * SIZE];
    for (int x = 4; x < 24; x++) {
      bar[13 * SIZE + x] = 255;
      bar[14 * SIZE + x] = 255;
    }
    List<Moments> all = transformed(ranges(30, 0, 0, 0), bar);
    assertFills(30.5, all, m -> Math.toDegrees(m.axis()));
  }

  private static List<Moments> transformed(Augmentation ranges, float[] image) {
    float[] out = transform(ranges, image, DRAWS, 7);
    return IntStream.range(0, DRAWS).mapToObj(i -> Moments.of(out, i)).toList();
  }

  /** 64 draws leave the outer half of either side empty with probability 2 * 0.75^64 = 2e-8. */
  private static void assertFills(
      double range, List<Moments> all, ToDoubleFunction<Moments> amount) {
    double[] amounts = all.stream().mapToDouble(amount).sorted().toArray();
    assertThat(amounts[0]).isBetween(-range, -range / 2);
    assertThat(amounts[DRAWS - 1]).isBetween(range / 2, range);
  }

  @Test
  void isAFunctionOfTheSeed() {
    Augmentation all = ranges(10, 2, 0.1, 0.1);
    assertThat(transform(all, 4, 7)).isEqualTo(transform(all, 4, 7));
    assertThat(transform(all, 4, 7)).isNotEqualTo(transform(all, 4, 8));
  }

  private static Augmentation ranges(double rotation, double shift, double scale, double shear) {
    return new Augmentation(
        rotation, 0, shift, scale, shear, Augmentation.Interpolation.BILINEAR, Optional.empty());
  }

  private static float[] transform(Augmentation ranges, int count, long seed) {
    return transform(ranges, SQUARE, count, seed);
  }

  private static float[] transform(Augmentation ranges, float[] image, int count, long seed) {
    float[] images = new float[count * image.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(image, 0, images, i * image.length, image.length);
    }
    TensorFlowEnvironment.prepareToBuild();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      TFloat32 result;
      try (Result run =
          session
              .runner()
              .fetch(
                  RandomAffine.addTo(
                      tf,
                      ranges,
                      tf.constant(Shape.of(count, SIZE, SIZE, 1), DataBuffers.of(images)),
                      tf.constant(count),
                      tf.constant(new long[] {seed, 0}),
                      tf.constant(1f)))
              .run()) {
        result = (TFloat32) run.get(0);
        float[] out = new float[images.length];
        result.asRawTensor().data().asFloats().read(out);
        return out;
      }
    }
  }

  private static float[] square() {
    float[] image = new float[SIZE * SIZE];
    for (int y = 10; y < 18; y++) {
      for (int x = 10; x < 18; x++) {
        image[y * SIZE + x] = 255;
      }
    }
    return image;
  }

  /** Mass, centre of mass and direction of the main axis of one image. */
  private record Moments(double mass, double x, double y, double axis) {
    static Moments of(float[] images, int index) {
      double mass = 0;
      double sumX = 0;
      double sumY = 0;
      double xx = 0;
      double xy = 0;
      double yy = 0;
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          double value = images[(index * SIZE + y) * SIZE + x];
          mass += value;
          sumX += value * x;
          sumY += value * y;
          xx += value * x * x;
          xy += value * x * y;
          yy += value * y * y;
        }
      }
      double mx = sumX / mass;
      double my = sumY / mass;
      double axis =
          0.5 * Math.atan2(2 * (xy / mass - mx * my), xx / mass - mx * mx - yy / mass + my * my);
      return new Moments(mass, mx, my, axis);
    }
  }
}
