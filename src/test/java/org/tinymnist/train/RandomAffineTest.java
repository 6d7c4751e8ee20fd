package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.TensorFlowEnvironment;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.Augmentation.Interpolation;
import tools.jackson.databind.JsonNode;

class RandomAffineTest {

  private static final int SIZE = LabeledImages.SIZE;
  private static final int PIXELS = LabeledImages.PIXELS;
  private static final double CENTRE = 13.5;
  private static final int DRAWS = 64;

  /** A square of 8x8 pixels in the middle. */
  private static final float[] SQUARE = rectangle(10, 18, 10, 18);

  /** The transform of torchvision's {@code RandomAffine(degrees=7, translate=(0.08, 0.08))}. */
  private static final Augmentation ORIGINAL =
      new Augmentation(7, 0.08, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  @Test
  void givesTheBytesOfTorchvisionForTheSameAmounts() throws Exception {
    JsonNode reference = Reference.read("random_affine.json.gz");
    float[] expected = floats(Base64.getDecoder().decode(reference.get("images").stringValue()));
    int count = reference.get("angles").size();
    assertThat(count).isGreaterThanOrEqualTo(300);
    double[][] amounts = new double[5][count];
    Arrays.fill(amounts[3], 1);
    for (int i = 0; i < count; i++) {
      amounts[0][i] = Math.toRadians(reference.get("angles").get(i).doubleValue());
      amounts[1][i] = reference.get("shifts").get(i).get(0).doubleValue();
      amounts[2][i] = reference.get("shifts").get(i).get(1).doubleValue();
    }
    byte[] images = Arrays.copyOf(DataSet.mnist().train().pixels(), expected.length);

    float[] transformed =
        compute(
            floats(images),
            (tf, x) -> {
              List<Operand<TFloat64>> constants = new ArrayList<>();
              Stream.of(amounts).forEach(values -> constants.add(tf.constant(values)));
              RandomAffine affine = new RandomAffine(tf);
              return affine.nearest(x, affine.inverse(constants));
            });

    assertThat(transformed).isEqualTo(expected);
  }

  @Test
  void drawsAmountsAsTorchvisionDoes() {
    int count = 40_000;
    float[] amounts =
        compute(
            new float[PIXELS],
            (tf, x) -> {
              var drawn =
                  new RandomAffine(tf)
                      .amounts(
                          ORIGINAL, tf.constant(count), tf.constant(new long[] {7, 0}), one(tf));
              return tf.dtypes.cast(tf.stack(drawn), TFloat32.class);
            });
    double[] values = IntStream.range(0, amounts.length).mapToDouble(i -> amounts[i]).toArray();
    // 1,000 of them: the test takes a million steps or more for all.
    double[] angles = Arrays.stream(values, 0, 1_000).map(Math::toDegrees).toArray();
    double p =
        KolmogorovSmirnovTest.withDefaults().test(angles, angle -> (angle + 7) / 14).getPValue();
    assertThat(p).isGreaterThan(0.001);
    // Uniform in ± 2.24 and rounded: a whole pixel in the middle, 0.74 of one at either end.
    double[] expected = {0.74 / 4.48, 1 / 4.48, 1 / 4.48, 1 / 4.48, 0.74 / 4.48};
    for (int axis = 1; axis <= 2; axis++) {
      double[] shifts = Arrays.copyOfRange(values, axis * count, (axis + 1) * count);
      for (int pixel = -2; pixel <= 2; pixel++) {
        int value = pixel;
        long found = Arrays.stream(shifts).filter(shift -> shift == value).count();
        // Five standard deviations of a share of 40,000.
        assertThat((double) found / count).isCloseTo(expected[pixel + 2], within(0.0105));
      }
      assertThat(Arrays.stream(shifts).allMatch(s -> s == Math.rint(s) && Math.abs(s) <= 2))
          .isTrue();
    }
    assertThat(Arrays.copyOfRange(values, 3 * count, 4 * count)).containsOnly(1);
    assertThat(Arrays.stream(values, 4 * count, 5 * count).allMatch(s -> s == 0)).isTrue();
  }

  /** A shift moves the centre of mass, and keeps the mass. */
  @Test
  void shiftsWithinItsRange() {
    List<Moments> all = transformed(0, 3, 0, SQUARE);
    double mass = Moments.of(SQUARE, 0).mass();
    assertThat(all).allSatisfy(m -> assertThat(m.mass()).isCloseTo(mass, within(1.0)));
    assertFills(3, all, m -> m.x() - CENTRE);
    assertFills(3, all, m -> m.y() - CENTRE);
  }

  /** Scaling by s about the centre changes the mass by s squared, and moves nothing. */
  @Test
  void scalesWithinItsRange() {
    List<Moments> all = transformed(0, 0, 0.2, SQUARE);
    assertThat(all).allSatisfy(m -> assertThat(m.x()).isCloseTo(CENTRE, within(0.01)));
    double mass = Moments.of(SQUARE, 0).mass();
    assertFills(0.21, all, m -> Math.sqrt(m.mass() / mass) - 1);
  }

  /** A horizontal bar turned by an angle has its main axis at that angle. */
  @Test
  void turnsWithinItsRange() {
    List<Moments> all = transformed(30, 0, 0, rectangle(4, 24, 13, 15));
    assertFills(30.5, all, m -> Math.toDegrees(m.axis()));
  }

  private static List<Moments> transformed(
      double rotation, double shift, double scale, float[] image) {
    Augmentation ranges =
        new Augmentation(rotation, 0, shift, scale, 0, Interpolation.BILINEAR, Optional.empty());
    float[] images = new float[DRAWS * PIXELS];
    for (int i = 0; i < images.length; i++) {
      images[i] = image[i % PIXELS];
    }
    float[] out =
        compute(
            images,
            (tf, x) ->
                RandomAffine.addTo(
                    tf, ranges, x, tf.constant(DRAWS), tf.constant(new long[] {7, 0}), one(tf)));
    return IntStream.range(0, DRAWS).mapToObj(i -> Moments.of(out, i)).toList();
  }

  /** 64 draws leave the outer half of either side empty with probability 2 * 0.75^64 = 2e-8. */
  private static void assertFills(
      double range, List<Moments> all, ToDoubleFunction<Moments> amount) {
    double[] amounts = all.stream().mapToDouble(amount).sorted().toArray();
    assertThat(amounts[0]).isBetween(-range, -range / 2);
    assertThat(amounts[DRAWS - 1]).isBetween(range / 2, range);
  }

  private static Operand<TFloat32> one(Ops tf) {
    return tf.constant(1f);
  }

  private static float[] compute(
      float[] images, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> output) {
    TensorFlowEnvironment.prepareToBuild();
    Shape shape = Shape.of(images.length / PIXELS, SIZE, SIZE, 1);
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat32 input = TFloat32.tensorOf(shape, DataBuffers.of(images))) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
      try (Result result = session.runner().feed(x, input).fetch(output.apply(tf, x)).run()) {
        return Reference.floats(result.get(0));
      }
    }
  }

  private static float[] floats(byte[] pixels) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(pixels[i]);
    }
    return values;
  }

  private static float[] rectangle(int left, int right, int top, int bottom) {
    float[] image = new float[PIXELS];
    for (int y = top; y < bottom; y++) {
      Arrays.fill(image, y * SIZE + left, y * SIZE + right, 255);
    }
    return image;
  }

  /** Mass, centre of mass and direction of the main axis of one image. */
  private record Moments(double mass, double x, double y, double axis) {
    static Moments of(float[] images, int index) {
      double mass = sum(images, index, (x, y) -> 1.0);
      double mx = sum(images, index, (x, y) -> x) / mass;
      double my = sum(images, index, (x, y) -> y) / mass;
      double xx = sum(images, index, (x, y) -> (x - mx) * (x - mx));
      double xy = sum(images, index, (x, y) -> (x - mx) * (y - my));
      double yy = sum(images, index, (x, y) -> (y - my) * (y - my));
      return new Moments(mass, mx, my, 0.5 * Math.atan2(2 * xy, xx - yy));
    }

    private static double sum(float[] images, int index, DoubleBinaryOperator weight) {
      return IntStream.range(0, PIXELS)
          .mapToDouble(i -> images[index * PIXELS + i] * weight.applyAsDouble(i % SIZE, i / SIZE))
          .sum();
    }
  }
}
