package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.device.Device;
import org.tinymnist.experiment.ConstantSchedule;
import org.tinymnist.experiment.Rates;
import org.tinymnist.experiment.Recipe;
import org.tinymnist.experiment.Schedule;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import tools.jackson.databind.JsonNode;

/** The whole training graph against PyTorch in double precision. */
class StepGraphTest {

  private static final int BATCH = 2;

  /** Float32 sums of some thousand terms of size one keep about five digits. */
  private static final double TOLERANCE = 2e-5;

  private static JsonNode reference;
  private static DataTensors data;

  @BeforeAll
  static void load() throws Exception {
    reference = Reference.read("training_step.json.gz");
    LabeledImages first = SmallMnist.first(DataSet.mnist().train(), BATCH);
    data = DataTensors.of(new DataSet("the first images", first, first, Map.of()));
  }

  @AfterAll
  static void close() {
    data.close();
  }

  private static TrainingGraph graph(double weightDecay, boolean deterministic) {
    Schedule unused = new ConstantSchedule(0, 0);
    Recipe recipe = new Recipe(1, BATCH, 0.02, weightDecay, unused, null, null, null);
    return new TrainingGraph(
        recipe, initial(), data, new Execution(new Device("CPU", false, false, deterministic), 1));
  }

  /** The reference's parameters, and fresh running statistics. */
  private static Map<String, float[]> initial() {
    Map<String, float[]> initial =
        new LinkedHashMap<>(new RandomStreams(1).initial(Network.weights()));
    for (ParameterSpec weight : Network.weights()) {
      if (weight.trainable()) {
        JsonNode values = reference.get("initial").get(Reference.name(weight));
        initial.put(weight.name(), Reference.values(values));
      }
    }
    return initial;
  }

  private static double step(TrainingGraph graph, Rates rates, int seed) {
    int[] images = IntStream.range(0, BATCH).toArray();
    return graph.step(new StepInput(images, rates, 1, seed)).loss() / BATCH;
  }

  /** With learning rate 1 and no momentum, a step takes the gradient off the weights. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hasTheReferencesLossAndGradients(boolean deterministic) {
    JsonNode expected = reference.get("first_step");
    Map<String, float[]> before = initial();
    try (TrainingGraph graph = graph(0, deterministic)) {
      assertThat(step(graph, new Rates(1, 0), 1))
          .isCloseTo(expected.get("loss").doubleValue(), within(TOLERANCE));
      Map<String, float[]> after = graph.weights();
      for (ParameterSpec weight : Network.weights()) {
        float[] values = after.get(weight.name()).clone();
        for (int i = 0; weight.trainable() && i < values.length; i++) {
          values[i] = before.get(weight.name())[i] - values[i];
        }
        assertClose(weight, values, expected, "gradients");
      }
    }
  }

  @Test
  void takesTwoStepsAsTheReferenceDoes() {
    JsonNode expected = reference.get("after_two_steps");
    try (TrainingGraph graph = graph(0.0005, false)) {
      step(graph, new Rates(0.05, 0.9), 1);
      assertThat(step(graph, new Rates(0.05, 0.9), 2))
          .isCloseTo(reference.get("second_step").get("loss").doubleValue(), within(TOLERANCE));
      Map<String, float[]> after = graph.weights();
      Network.weights()
          .forEach(weight -> assertClose(weight, after.get(weight.name()), expected, "parameters"));
      float[] logits = Reference.values(expected.get("logits"));
      float[][] probabilities = graph.predict();
      for (int i = 0; i < BATCH; i++) {
        int from = i * LabeledImages.CLASSES;
        double sum =
            IntStream.range(from, from + LabeledImages.CLASSES)
                .mapToDouble(j -> Math.exp(logits[j]))
                .sum();
        for (int c = 0; c < LabeledImages.CLASSES; c++) {
          assertThat((double) probabilities[i][c])
              .isCloseTo(Math.exp(logits[from + c]) / sum, within(TOLERANCE));
        }
      }
    }
  }

  /** Compares with a part of the reference, or with its running statistics. */
  private static void assertClose(
      ParameterSpec weight, float[] actual, JsonNode reference, String part) {
    String name = Reference.name(weight);
    float[] expected =
        Reference.values(reference.get(weight.trainable() ? part : "running_statistics").get(name));
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(expected[i]));
      assertThat((double) actual[i]).as(name).isCloseTo(expected[i], within(tolerance));
    }
  }
}
