package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.TensorFlowEnvironment;
import org.tinymnist.experiment.Augmentation;
import org.tinymnist.experiment.Augmentation.Interpolation;
import tools.jackson.databind.JsonNode;

/** The transform of torchvision's {@code RandomAffine(degrees=7, translate=(0.08, 0.08))}. */
class TorchvisionAffineTest {

  private static final Augmentation ORIGINAL =
      new Augmentation(7, 0.08, 0, 0, 0, Interpolation.NEAREST, Optional.empty());

  @Test
  void givesTheBytesOfTorchvisionForTheSameAmounts() throws Exception {
    JsonNode reference = Reference.read("random_affine.json.gz");
    byte[] expected = Base64.getDecoder().decode(reference.get("images").stringValue());
    int count = reference.get("angles").size();
    assertThat(count).isGreaterThanOrEqualTo(300);
    byte[] images = Arrays.copyOf(DataSet.mnist().train().pixels(), expected.length);
    double[] angles = new double[count];
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      angles[i] = Math.toRadians(reference.get("angles").get(i).doubleValue());
      x[i] = reference.get("shifts").get(i).get(0).doubleValue();
      y[i] = reference.get("shifts").get(i).get(1).doubleValue();
    }

    byte[] transformed = transform(images, angles, x, y);

    for (int i = 0; i < count; i++) {
      int from = i * LabeledImages.PIXELS;
      int to = from + LabeledImages.PIXELS;
      assertThat(Arrays.copyOfRange(transformed, from, to))
          .as("image %d", i)
          .isEqualTo(Arrays.copyOfRange(expected, from, to));
    }
  }

  private static byte[] transform(byte[] images, double[] angles, double[] x, double[] y) {
    float[] intensities = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      intensities[i] = Byte.toUnsignedInt(images[i]);
    }
    TensorFlowEnvironment.prepareToBuild();
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        TFloat32 input =
            TFloat32.tensorOf(Shape.of(angles.length, 28, 28, 1), DataBuffers.of(intensities))) {
      Ops tf = Ops.create(graph);
      RandomAffine affine = new RandomAffine(tf);
      double[] ones = IntStream.range(0, angles.length).mapToDouble(i -> 1).toArray();
      List<Operand<TFloat64>> amounts =
          Stream.of(angles, x, y, ones, new double[angles.length])
              .<Operand<TFloat64>>map(tf::constant)
              .toList();
      var placeholder = tf.placeholder(TFloat32.class);
      Operand<TFloat32> output = affine.nearest(placeholder, affine.inverse(amounts));
      try (Result result = session.runner().feed(placeholder, input).fetch(output).run()) {
        TFloat32 pixels = (TFloat32) result.get(0);
        byte[] bytes = new byte[images.length];
        for (int i = 0; i < bytes.length; i++) {
          int in = i % LabeledImages.PIXELS;
          bytes[i] = (byte) pixels.getFloat(i / LabeledImages.PIXELS, in / 28, in % 28, 0);
        }
        return bytes;
      }
    }
  }

  @Test
  void drawsAmountsAsTorchvisionDoes() {
    int count = 40_000;
    double[][] amounts = amounts(count);
    double[] degrees = Arrays.stream(amounts[0]).map(Math::toDegrees).toArray();
    // 1,000 of them: the test takes a million steps or more for all.
    double p =
        KolmogorovSmirnovTest.withDefaults()
            .test(Arrays.copyOf(degrees, 1_000), angle -> (angle + 7) / 14)
            .getPValue();
    assertThat(p).isGreaterThan(0.001);
    // Uniform in ± 2.24 and rounded: a whole pixel in the middle, 0.74 of one at either end.
    double[] expected = {0.74 / 4.48, 1 / 4.48, 1 / 4.48, 1 / 4.48, 0.74 / 4.48};
    for (double[] shifts : new double[][] {amounts[1], amounts[2]}) {
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

  private static double[][] amounts(int count) {
    TensorFlowEnvironment.prepareToBuild();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      List<Operand<TFloat64>> amounts =
          new RandomAffine(tf)
              .amounts(
                  ORIGINAL, tf.constant(count), tf.constant(new long[] {7, 0}), tf.constant(1f));
      Session.Runner runner = session.runner();
      amounts.forEach(runner::fetch);
      try (Result result = runner.run()) {
        return IntStream.range(0, amounts.size())
            .mapToObj(
                i -> {
                  TFloat64 values = (TFloat64) result.get(i);
                  return IntStream.range(0, count).mapToDouble(j -> values.getDouble(j)).toArray();
                })
            .toArray(double[][]::new);
      }
    }
  }
}
