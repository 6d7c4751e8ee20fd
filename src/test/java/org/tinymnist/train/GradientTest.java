package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.experiment.Rates;
import org.tinymnist.model.Network;
import org.tinymnist.model.Weight;

/**
 * The gradient of the whole network: in double precision against finite differences, and the
 * training graph's against that.
 */
class GradientTest {

  private static final int BATCH = 4;
  private static final double SMOOTHING = 0.02;

  /** Values of each weight that are moved. */
  private static final int SAMPLES = 12;

  private static final Graph GRAPH = new Graph();
  private static final Session SESSION = new Session(GRAPH);

  private static LabeledImages images;
  private static DoublePrecisionBuilder builder;
  private static Operand<TFloat64> loss;
  private static Output<?>[] gradients;
  private static Map<String, float[]> initial;
  private static Map<String, double[]> weights;

  @BeforeAll
  static void build() {
    images = SmallMnist.first(DataSet.mnistTest(), BATCH);
    initial = new Randomness(1).initial(Network.weights());
    weights = new LinkedHashMap<>();
    for (Weight weight : Network.weights()) {
      if (weight.trainable()) {
        float[] values = initial.get(weight.name());
        weights.put(
            weight.name(), IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
      }
    }
    Ops tf = Ops.create(GRAPH);
    builder = new DoublePrecisionBuilder(tf);
    Operand<TFloat64> logits =
        Network.addTo(builder, tf.constant(Shape.of(BATCH, 28, 28, 1), DataBuffers.of(pixels())));
    loss =
        tf.math.neg(
            tf.math.mean(
                tf.reduceSum(
                    tf.math.mul(
                        tf.constant(Shape.of(BATCH, 10), DataBuffers.of(targets())),
                        tf.nn.logSoftmax(logits)),
                    tf.constant(1)),
                tf.constant(0)));
    gradients =
        GRAPH.addGradients(
            loss.asOutput(),
            builder.weights().values().stream().map(Operand::asOutput).toArray(Output<?>[]::new));
  }

  private static double[] pixels() {
    double[] pixels = new double[images.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      double fraction = Byte.toUnsignedInt(images.pixels()[i]) / 255.0;
      pixels[i] = (fraction - Network.PIXEL_MEAN) / Network.PIXEL_DEVIATION;
    }
    return pixels;
  }

  private static double[] targets() {
    double[] targets = new double[BATCH * LabeledImages.CLASSES];
    Arrays.fill(targets, SMOOTHING / LabeledImages.CLASSES);
    for (int i = 0; i < BATCH; i++) {
      targets[i * LabeledImages.CLASSES + images.label(i)] += 1 - SMOOTHING;
    }
    return targets;
  }

  @AfterAll
  static void close() {
    SESSION.close();
    GRAPH.close();
  }

  @Test
  void isThatOfFiniteDifferences() {
    Map<String, double[]> gradient = gradient();
    Random random = new Random(1);
    // Small enough to bring none of the hundred thousand ReLUs and maxima over its edge, and large
    // enough that rounding, 1e-16 of the loss over the step, stays far below the tolerance.
    double step = 1e-7;
    gradient.forEach(
        (name, values) -> {
          for (int i = 0; i < SAMPLES; i++) {
            int index = random.nextInt(values.length);
            double difference =
                (lossAt(name, index, step) - lossAt(name, index, -step)) / (2 * step);
            assertThat(difference)
                .as("%s[%d]", name, index)
                .isCloseTo(values[index], within(1e-6 * Math.max(1, Math.abs(values[index]))));
          }
        });
  }

  /** With learning rate 1 and no momentum, a step takes the gradient off the weights. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isThatOfTheTrainingGraph(boolean deterministic) {
    Objective objective = new Objective(Recipes.constant(BATCH, 0, 1, 0), deterministic);
    DataSet data = new DataSet("a few", images, images, Map.of());
    try (TrainingData tensors = new TrainingData(data);
        TrainingGraph graph = new TrainingGraph(objective, initial, tensors, false, 1)) {
      graph.step(new Step(IntStream.range(0, BATCH).toArray(), new Rates(1, 0), 1));
      Map<String, float[]> after = graph.weights();
      gradient()
          .forEach(
              (name, values) -> {
                for (int i = 0; i < values.length; i++) {
                  double step = (double) initial.get(name)[i] - after.get(name)[i];
                  // Float32 sums of some thousand terms of size one keep about five digits.
                  assertThat(step)
                      .as("%s[%d]", name, i)
                      .isCloseTo(values[i], within(2e-5 * Math.max(1, Math.abs(values[i]))));
                }
              });
    }
  }

  private static double lossAt(String name, int index, double step) {
    double[] values = weights.get(name);
    double before = values[index];
    values[index] = before + step;
    List<TFloat64> fed = new ArrayList<>();
    try (Result result = feed(fed).fetch(loss).run()) {
      return ((TFloat64) result.get(0)).getDouble();
    } finally {
      values[index] = before;
      fed.forEach(TFloat64::close);
    }
  }

  private static Map<String, double[]> gradient() {
    List<TFloat64> fed = new ArrayList<>();
    Session.Runner runner = feed(fed);
    for (Output<?> gradient : gradients) {
      runner.fetch(gradient);
    }
    Map<String, double[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : builder.weights().keySet()) {
        TFloat64 tensor = (TFloat64) result.get(i++);
        double[] array = new double[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asDoubles().read(array);
        values.put(name, array);
      }
    } finally {
      fed.forEach(TFloat64::close);
    }
    return values;
  }

  private static Session.Runner feed(List<TFloat64> fed) {
    Session.Runner runner = SESSION.runner();
    builder
        .weights()
        .forEach(
            (name, placeholder) -> {
              TFloat64 tensor =
                  TFloat64.tensorOf(placeholder.shape(), DataBuffers.of(weights.get(name)));
              fed.add(tensor);
              runner.feed(placeholder, tensor);
            });
    return runner;
  }
}
