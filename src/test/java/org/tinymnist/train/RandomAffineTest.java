package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
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
  private static final int DRAWS = 64;
  private static final long[] SEED = {7, 0};

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
    double[][] amounts = amounts(ORIGINAL, count);
    // 1,000 of them: the test takes a million steps or more for all.
    assertUniform(Math.toRadians(7), 0, Arrays.copyOf(amounts[0], 1_000));
    // Uniform in ± 2.24 and rounded: a whole pixel in the middle, 0.74 of one at either end.
    double[] expected = {0.74 / 4.48, 1 / 4.48, 1 / 4.48, 1 / 4.48, 0.74 / 4.48};
    for (double[] shifts : List.of(amounts[1], amounts[2])) {
      for (int pixel = -2; pixel <= 2; pixel++) {
        int value = pixel;
        long found = Arrays.stream(shifts).filter(shift -> shift == value).count();
        // Five standard deviations of a share of 40,000.
        assertThat((double) found / count).isCloseTo(expected[pixel + 2], within(0.0105));
      }
      assertThat(Arrays.stream(shifts).allMatch(s -> s == Math.rint(s) && Math.abs(s) <= 2))
          .isTrue();
    }
    assertThat(amounts[3]).containsOnly(1);
    assertThat(Arrays.stream(amounts[4]).allMatch(shear -> shear == 0)).isTrue();
  }

  @Test
  void drawsFractionsOfPixelsScaleAndShearUniformly() {
    double[][] amounts = amounts(augmentation(Interpolation.BILINEAR), 1_000);
    assertUniform(3, 0, amounts[1]);
    assertUniform(3, 0, amounts[2]);
    assertUniform(0.2, 1, amounts[3]);
    assertUniform(0.1, 0, amounts[4]);
  }

  private static Augmentation augmentation(Interpolation interpolation) {
    return new Augmentation(30, 0, 3, 0.2, 0.1, interpolation, Optional.empty());
  }

  /** Returns the amounts of some images: angles, shifts along x and y, scales and shears. */
  private static double[][] amounts(Augmentation ranges, int count) {
    float[] drawn =
        compute(
            new float[PIXELS],
            (tf, x) -> {
              var amounts =
                  new RandomAffine(tf)
                      .amounts(ranges, tf.constant(count), tf.constant(SEED), tf.constant(1f));
              return tf.dtypes.cast(tf.stack(amounts), TFloat32.class);
            });
    return IntStream.range(0, 5)
        .mapToObj(row -> IntStream.range(0, count).mapToDouble(i -> drawn[row * count + i]))
        .map(DoubleStream::toArray)
        .toArray(double[][]::new);
  }

  private static void assertUniform(double range, double middle, double[] amounts) {
    double p =
        KolmogorovSmirnovTest.withDefaults()
            .test(amounts, amount -> (amount - middle + range) / (2 * range))
            .getPValue();
    assertThat(p).isGreaterThan(0.001);
  }

  /** Nearest pixels are read up to half a pixel away from where bilinear interpolation reads. */
  @Test
  void interpolatesAtThePlacesOfTheNearestPixels() {
    List<double[]> nearest = moments(Interpolation.NEAREST);
    List<double[]> bilinear = moments(Interpolation.BILINEAR);
    for (int i = 0; i < DRAWS; i++) {
      assertThat(bilinear.get(i)[0]).isCloseTo(nearest.get(i)[0], withinPercentage(8));
      assertThat(bilinear.get(i)[1]).isCloseTo(nearest.get(i)[1], within(0.5));
      assertThat(bilinear.get(i)[2]).isCloseTo(nearest.get(i)[2], within(0.5));
    }
  }

  /** Returns mass and center of mass of transformed squares. */
  private static List<double[]> moments(Interpolation interpolation) {
    float[] images = new float[DRAWS * PIXELS];
    for (int i = 0; i < images.length; i++) {
      images[i] = SQUARE[i % PIXELS];
    }
    float[] out =
        compute(
            images,
            (tf, x) ->
                RandomAffine.addTo(
                    tf,
                    augmentation(interpolation),
                    x,
                    tf.constant(DRAWS),
                    tf.constant(SEED),
                    tf.constant(1f)));
    List<double[]> moments = new ArrayList<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] sums = new double[3];
      for (int i = 0; i < PIXELS; i++) {
        float value = out[draw * PIXELS + i];
        sums[0] += value;
        sums[1] += value * (i % SIZE);
        sums[2] += value * (i / SIZE);
      }
      moments.add(new double[] {sums[0], sums[1] / sums[0], sums[2] / sums[0]});
    }
    return moments;
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
}
