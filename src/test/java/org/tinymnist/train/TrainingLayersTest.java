package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
import org.tensorflow.types.TInt64;
import org.tinymnist.experiment.Dropout;
import org.tinymnist.experiment.Precision;
import org.tinymnist.model.Layer;
import org.tinymnist.model.Layer.Padding;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.Variables;

class TrainingLayersTest {

  private static final Layer.ConvolutionBlock BLOCK = new Layer.ConvolutionBlock(10, Padding.VALID);

  /** Float32 sums of some terms of size one. */
  private static final double TOLERANCE = 5e-5;

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
      List<ParameterSpec> weights = ParameterSpec.ofBlock("conv1", 1, BLOCK.channels());
      Variables variables = Variables.shared(tf, "weights", weights);
      Operand<TInt64> seeds = tf.constant(new long[] {seed, 0});
      TrainingLayers builder =
          new TrainingLayers(tf, variables.values(), Precision.FLOAT32, dropout, seeds);
      float[] pixels = new float[64 * 4 * 4];
      IntStream.range(0, pixels.length).forEach(i -> pixels[i] = (float) Math.sin(i * i));
      Operand<TFloat32> input = tf.constant(Shape.of(64, 4, 4, 1), DataBuffers.of(pixels));
      Operand<TFloat32> output =
          builder.convolutionBlock("conv1", BLOCK, new Activation(input, 1, false)).value();
      variables.set(session, new RandomStreams(1).initial(weights));
      try (Result result = session.runner().fetch(output).run()) {
        return values(result, 0);
      }
    }
  }

  private static float[] values(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
