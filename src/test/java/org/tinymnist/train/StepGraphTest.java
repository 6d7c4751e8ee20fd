package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.Rates;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import tools.jackson.databind.JsonNode;

/** The whole training graph against PyTorch in double precision. */
class StepGraphTest {

  private static final int BATCH = 2;
  private static final int[] IMAGES = IntStream.range(0, BATCH).toArray();

  /** Float32 sums of some thousand terms of size one keep about five digits. */
  private static final double TOLERANCE = 2e-5;

  private static JsonNode reference;
  private static DataSet data;

  @BeforeAll
  static void load() throws Exception {
    reference = Reference.read("training_step.json.gz");
    LabeledImages first = SmallMnist.first(DataSet.mnist().train(), BATCH);
    data = new DataSet("the first images", first, first, Map.of());
  }

  @Test
  void takesTheReferencesImages() {
    for (int i = 0; i < BATCH; i++) {
      assertThat(data.train().label(i)).isEqualTo(reference.get("labels").get(i).intValue());
    }
  }

  /** With learning rate 1 and no momentum, a step takes the gradient off the weights. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hasTheReferencesLossAndGradients(boolean deterministic) {
    JsonNode step = reference.get("first_step");
    Map<String, float[]> before = Reference.initial(reference.get("initial"));
    try (DataTensors tensors = new DataTensors(data);
        TrainingGraph graph =
            new TrainingGraph(
                Recipes.constant(BATCH, 0, 0.05, 0.9),
                before,
                tensors,
                new Execution(new Device("CPU", false, false, deterministic), 1))) {
      BatchMetrics metrics = graph.step(new StepInput(IMAGES, new Rates(1, 0), 1));
      assertThat(metrics.loss() / BATCH)
          .isCloseTo(step.get("loss").doubleValue(), within(TOLERANCE));
      Map<String, float[]> after = graph.weights();
      for (ParameterSpec weight : Network.weights()) {
        String name = Reference.name(weight);
        if (weight.trainable()) {
          float[] gradient = after.get(weight.name()).clone();
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] = before.get(weight.name())[i] - gradient[i];
          }
          assertClose(name, gradient, step.get("gradients").get(name));
        } else {
          assertClose(name, after.get(weight.name()), step.get("running_statistics").get(name));
        }
      }
    }
  }

  @Test
  void takesTwoStepsAsTheReferenceDoes() {
    JsonNode after = reference.get("after_two_steps");
    try (DataTensors tensors = new DataTensors(data);
        TrainingGraph graph =
            new TrainingGraph(
                Recipes.constant(BATCH, 0.0005, 0.05, 0.9),
                Reference.initial(reference.get("initial")),
                tensors,
                new Execution(Device.CPU, 1))) {
      graph.step(new StepInput(IMAGES, new Rates(0.05, 0.9), 1));
      BatchMetrics second = graph.step(new StepInput(IMAGES, new Rates(0.05, 0.9), 2));
      assertThat(second.loss() / BATCH)
          .isCloseTo(reference.get("second_step").get("loss").doubleValue(), within(TOLERANCE));
      Map<String, float[]> weights = graph.weights();
      for (ParameterSpec weight : Network.weights()) {
        String part = weight.trainable() ? "parameters" : "running_statistics";
        String name = Reference.name(weight);
        assertClose(name, weights.get(weight.name()), after.get(part).get(name));
      }
      float[] logits = Reference.values(after.get("logits"));
      float[][] probabilities = graph.predict();
      for (int i = 0; i < BATCH; i++) {
        double[] expected = softmax(Arrays.copyOfRange(logits, 10 * i, 10 * (i + 1)));
        for (int c = 0; c < expected.length; c++) {
          assertThat((double) probabilities[i][c]).isCloseTo(expected[c], within(TOLERANCE));
        }
      }
    }
  }

  private static void assertClose(String name, float[] actual, JsonNode expected) {
    float[] values = Reference.values(expected);
    assertThat(actual).as(name).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(values[i]));
      assertThat((double) actual[i]).as(name).isCloseTo(values[i], within(tolerance));
    }
  }

  private static double[] softmax(float[] logits) {
    double[] exp = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < exp.length; i++) {
      exp[i] = Math.exp(logits[i]);
      sum += exp[i];
    }
    for (int i = 0; i < exp.length; i++) {
      exp[i] /= sum;
    }
    return exp;
  }
}
