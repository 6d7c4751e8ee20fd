package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tinymnist.device.TensorFlowEnvironment;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.model.Layer;
import org.tinymnist.model.Layer.Padding;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.Variables;

class TrainingLayersTest {

  private static final Layer.ConvolutionBlock BLOCK = new Layer.ConvolutionBlock(10, Padding.VALID);

  private static final int IMAGES = 64;

  /** Rounding of float32 sums of some terms of size one. */
  private static final double TOLERANCE = 5e-5;

  /** Of the block's 12 padded channels the first 10 are real; each image has four pixels. */
  @Test
  void dropsWholeChannelsOfABlockByItsMaskAndScalesTheRest() {
    float[] without = block(Dropout.NONE, 1).get(0);
    List<float[]> with = block(new Dropout(0.25, 0), 1);
    float[] mask = with.get(1);
    int padded = 12;
    for (int i = 0; i < without.length; i++) {
      int channel = i % padded;
      float factor = mask[i / (4 * padded) * padded + channel];
      assertThat(factor).isIn(0f, (float) (1 / 0.75));
      assertThat((double) with.get(0)[i]).isCloseTo(factor * without[i], within(TOLERANCE));
      if (channel < BLOCK.channels()) {
        assertThat(without[i]).isNotZero();
      }
    }
  }

  @Test
  void drawsOtherChannelsFromAnotherSeed() {
    Dropout dropout = new Dropout(0.5, 0);
    assertThat(block(dropout, 1).get(1)).isEqualTo(block(dropout, 1).get(1));
    assertThat(block(dropout, 1).get(1)).isNotEqualTo(block(dropout, 2).get(1));
  }

  /** The output of dense is its weights' product with the inputs that its mask keeps. */
  @Test
  void dropsSingleInputsOfTheDenseLayerByItsMaskAndScalesTheRest() {
    int inputs = 18;
    int outputs = 10;
    List<ParameterSpec> weights = Network.weights();
    Map<String, float[]> values = new RandomStreams(1).initial(weights);
    List<float[]> run =
        run(
            new Dropout(0, 0.25),
            1,
            Shape.of(IMAGES, inputs),
            (layers, x) -> layers.dense("dense", new Layer.Dense(outputs), x));
    float[] mask = run.get(1);
    float[] kernel = values.get("dense.kernel");
    int kept = 0;
    for (int image = 0; image < IMAGES; image++) {
      for (int output = 0; output < outputs; output++) {
        double expected = values.get("dense.bias")[output];
        for (int i = 0; i < inputs; i++) {
          int at = image * inputs + i;
          expected += input(at) * mask[at] * kernel[i * outputs + output];
        }
        float actual = run.get(0)[image * outputs + output];
        assertThat((double) actual).isCloseTo(expected, within(TOLERANCE));
      }
    }
    for (float factor : mask) {
      assertThat(factor).isIn(0f, (float) (1 / 0.75));
      kept += factor == 0 ? 0 : 1;
    }
    // Binomial: 1,152 inputs have a standard error of 0.013, of which 0.06 is more than four.
    assertThat((double) kept / mask.length).isCloseTo(0.75, within(0.06));
  }

  /** The output of a block before its ReLU, {@code [64, 2, 2, 12]}, and its mask if it has one. */
  private static List<float[]> block(Dropout dropout, long seed) {
    return run(
        dropout,
        seed,
        Shape.of(IMAGES, 4, 4, 1),
        (layers, x) -> layers.convolutionBlock("conv1", BLOCK, x));
  }

  private interface Call {
    TrainingLayers.Activation of(TrainingLayers layers, TrainingLayers.Activation input);
  }

  private static float input(int index) {
    return (float) Math.sin(index * index);
  }

  private static List<float[]> run(Dropout dropout, long seed, Shape shape, Call layer) {
    TensorFlowEnvironment.prepareToBuild();
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      List<ParameterSpec> weights = new ArrayList<>(Network.weights());
      weights.removeIf(weight -> weight.layer().equals("conv1"));
      weights.addAll(ParameterSpec.ofBlock("conv1", 1, BLOCK.channels()));
      Variables variables = new Variables(tf, "weights", weights);
      TrainingLayers layers =
          new TrainingLayers(
              tf,
              variables.values(),
              Precision.FLOAT32,
              dropout,
              tf.constant(new long[] {seed, 0}));
      float[] values = new float[Math.toIntExact(shape.size())];
      IntStream.range(0, values.length).forEach(i -> values[i] = input(i));
      Operand<TFloat32> x = tf.constant(shape, DataBuffers.of(values));
      Operand<TFloat32> y =
          layer.of(layers, new TrainingLayers.Activation(x, channels(shape), false)).value();
      Map<String, float[]> initial =
          new LinkedHashMap<>(new RandomStreams(1).initial(Network.weights()));
      initial.putAll(
          new RandomStreams(1).initial(ParameterSpec.ofBlock("conv1", 1, BLOCK.channels())));
      variables.set(session, initial);
      Session.Runner runner = session.runner().fetch(y);
      layers.masks().values().forEach(runner::fetch);
      try (Result result = runner.run()) {
        return IntStream.range(0, 1 + layers.masks().size())
            .mapToObj(i -> Tensors.floats((TFloat32) result.get(i)))
            .toList();
      }
    }
  }

  private static int channels(Shape shape) {
    return Math.toIntExact(shape.get(shape.numDimensions() - 1));
  }
}
