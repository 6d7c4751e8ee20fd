package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.model.Layer;
import org.tinymnist.model.Layer.Padding;
import org.tinymnist.model.Variables;
import org.tinymnist.model.Weight;
import org.tinymnist.model.Weight.Role;

class TrainingBuilderTest {

  private static final Layer.ConvolutionBlock BLOCK = new Layer.ConvolutionBlock(10, Padding.VALID);

  /** Float32 sums of some hundred terms of size one. */
  private static final double TOLERANCE = 5e-5;

  @Test
  void computesABlockAsPyTorchDoes() throws Exception {
    JsonNode reference = Reference.read("convolution_block.json");
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      List<Weight> weights = Weight.ofBlock("conv1", 7, BLOCK.channels());
      Variables variables = Variables.shared(tf, "weights", weights);
      TrainingBuilder builder =
          new TrainingBuilder(
              tf,
              variables.values(),
              Precision.FLOAT32,
              Dropout.NONE,
              tf.constant(new long[] {1, 2}));
      Operand<TFloat32> input = constant(tf, reference.get("input"));
      Activation block = builder.convolutionBlock("conv1", BLOCK, new Activation(input, 7, false));
      assertThat(block.paddedChannels()).isEqualTo(12);
      Operand<TFloat32> output =
          tf.slice(
              tf.nn.relu(block.value()),
              tf.constant(new int[] {0, 0, 0, 0}),
              tf.constant(new int[] {-1, -1, -1, block.channels()}));
      Operand<TFloat32> loss =
          tf.sum(
              tf.math.mul(output, constant(tf, reference.get("direction"))),
              tf.constant(new int[] {0, 1, 2, 3}));
      List<Role> trained = List.of(Role.KERNEL, Role.GAMMA, Role.BETA);
      Output<?>[] sources =
          Stream.concat(
                  Stream.of(input.asOutput()),
                  trained.stream()
                      .map(role -> variables.values().get(Weight.name("conv1", role)).asOutput()))
              .toArray(Output<?>[]::new);
      Output<?>[] gradients = graph.addGradients(loss.asOutput(), sources);
      variables.set(
          session,
          Map.of(
              "conv1.kernel", Reference.values(reference.get("kernel")),
              "conv1.gamma", Reference.values(reference.get("gamma")),
              "conv1.beta", Reference.values(reference.get("beta")),
              "conv1.mean", new float[10],
              "conv1.variance", ones(10)));

      Session.Runner runner = session.runner().fetch(output);
      for (Output<?> gradient : gradients) {
        runner.fetch(gradient);
      }
      runner.fetch(builder.statistics().get("conv1.mean"));
      runner.fetch(builder.statistics().get("conv1.variance"));
      try (Result result = runner.run()) {
        assertClose("output", result, 0, reference.get("output"));
        JsonNode expected = reference.get("gradients");
        assertClose("input", result, 1, expected.get("input"));
        assertClose("kernel", result, 2, expected.get("kernel"));
        assertClose("gamma", result, 3, expected.get("gamma"));
        assertClose("beta", result, 4, expected.get("beta"));
        assertClose("mean", result, 5, reference.get("running_mean"));
        assertClose("variance", result, 6, reference.get("running_variance"));
      }
    }
  }

  @Test
  void dropsWholeChannelsOfABlockAndScalesTheRest() {
    double probability = 0.25;
    float[] with = blockOutput(new Dropout(probability, 0), 1);
    float[] without = blockOutput(Dropout.NONE, 1);
    int images = 64;
    int pixels = 4;
    int channels = 12;
    int dropped = 0;
    for (int image = 0; image < images; image++) {
      for (int c = 0; c < BLOCK.channels(); c++) {
        int zeros = 0;
        for (int p = 0; p < pixels; p++) {
          int i = (image * pixels + p) * channels + c;
          if (with[i] == 0) {
            zeros++;
          } else {
            assertThat((double) with[i])
                .isCloseTo(without[i] / (1 - probability), within(TOLERANCE));
          }
        }
        assertThat(zeros).isIn(0, pixels);
        dropped += zeros / pixels;
      }
    }
    // Binomial with 640 draws: standard deviation 0.017, so 0.1 is six of them.
    assertThat((double) dropped / (images * BLOCK.channels())).isCloseTo(probability, within(0.1));
  }

  @Test
  void drawsOtherChannelsFromAnotherSeed() {
    Dropout dropout = new Dropout(0.5, 0);
    assertThat(blockOutput(dropout, 1)).isEqualTo(blockOutput(dropout, 1));
    assertThat(blockOutput(dropout, 1)).isNotEqualTo(blockOutput(dropout, 2));
  }

  /** A block's output before the ReLU, {@code [64, 2, 2, 12]}, for fixed input and weights. */
  private static float[] blockOutput(Dropout dropout, long seed) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      List<Weight> weights = Weight.ofBlock("conv1", 1, BLOCK.channels());
      Variables variables = Variables.shared(tf, "weights", weights);
      Operand<TInt64> seeds = tf.constant(new long[] {seed, 0});
      TrainingBuilder builder =
          new TrainingBuilder(tf, variables.values(), Precision.FLOAT32, dropout, seeds);
      float[] pixels = new float[64 * 4 * 4];
      IntStream.range(0, pixels.length).forEach(i -> pixels[i] = (float) Math.sin(i * i));
      Operand<TFloat32> input = tf.constant(Shape.of(64, 4, 4, 1), DataBuffers.of(pixels));
      Operand<TFloat32> output =
          builder.convolutionBlock("conv1", BLOCK, new Activation(input, 1, false)).value();
      variables.set(session, new Randomness(1).initial(weights));
      try (Result result = session.runner().fetch(output).run()) {
        return values(result, 0);
      }
    }
  }

  private static Operand<TFloat32> constant(Ops tf, JsonNode tensor) {
    long[] shape = new long[tensor.get("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = tensor.get("shape").get(i).longValue();
    }
    return tf.constant(Shape.of(shape), DataBuffers.of(Reference.values(tensor)));
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  private static float[] values(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static void assertClose(String name, Result result, int index, JsonNode expected) {
    assertClose(name, values(result, index), expected);
  }

  private static void assertClose(String name, float[] actual, JsonNode expected) {
    float[] values = Reference.values(expected);
    assertThat(actual).as(name).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(values[i]));
      assertThat((double) actual[i]).as(name).isCloseTo(values[i], within(tolerance));
    }
  }
}
