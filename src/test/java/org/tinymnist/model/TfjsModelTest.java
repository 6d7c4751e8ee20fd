package org.tinymnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That TensorFlow.js itself computes the same is held by {@code make verify-exports}. */
class TfjsModelTest {

  private static final float KERNEL = 0.5f;
  private static final float GAMMA = 3;
  private static final float BETA = 0.25f;
  private static final float MEAN = 2;
  private static final float VARIANCE = 4;

  /** Some units in the last place of the values here. */
  private static final Comparator<Float> NEARLY =
      (a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Float.compare(a, b);

  @TempDir static Path folder;
  private static Path savedModel;

  @BeforeAll
  static void exportAModel() throws IOException {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Weight weight : Network.weights()) {
      float[] values = new float[weight.size()];
      Arrays.fill(
          values,
          switch (weight.role()) {
            case KERNEL, BIAS -> KERNEL;
            case GAMMA -> GAMMA;
            case BETA -> BETA;
            case MEAN -> MEAN;
            case VARIANCE -> VARIANCE;
          });
      weights.put(weight.name(), values);
    }
    savedModel = folder.resolve("saved_model");
    InferenceModel.export(savedModel, weights);
  }

  @Test
  void keepsTheSignature() throws IOException {
    JsonNode signature = json().path("signature");
    assertThat(signature.at("/inputs/images").toString())
        .isEqualTo(
            "{\"dtype\":\"DT_FLOAT\",\"name\":\"images:0\",\"tensorShape\":{\"dim\":"
                + "[{\"size\":\"-1\"},{\"size\":\"28\"},{\"size\":\"28\"},{\"size\":\"1\"}]}}");
    assertThat(signature.path("outputs").propertyNames())
        .containsExactly("classes", "logits", "probabilities");
    assertThat(json().at("/userDefinedMetadata/structuredOutputKeys"))
        .extracting(JsonNode::asString)
        .containsExactly("classes", "logits", "probabilities");
  }

  /** TensorFlow.js loads no model without these. */
  @Test
  void statesTheVersionsOfTheGraph() throws IOException {
    assertThat(json().at("/modelTopology/versions/producer").isInt()).isTrue();
    assertThat(json().at("/modelTopology/versions/minConsumer").isInt()).isTrue();
  }

  @Test
  void leavesNoVariableAndNoArithmeticOnVariables() throws IOException {
    assertThat(json().at("/modelTopology/node"))
        .extracting(node -> node.path("op").asString(""))
        .doesNotContain("VariableV2", "VarHandleOp", "ReadVariableOp", "Sqrt", "RealDiv", "Rsqrt")
        .contains("Conv2D", "BiasAdd", "Softmax");
  }

  @Test
  void foldsBatchNormIntoKernelAndBias() throws IOException {
    // gamma * (kernel * x - mean) / sqrt(variance + epsilon) + beta
    double scale = GAMMA / Math.sqrt(VARIANCE + Layer.ConvolutionBlock.EPSILON);
    assertThat(weight("conv1/folded_kernel")).hasSize(3 * 3 * 7);
    assertThat(weight("conv1/folded_kernel"))
        .usingElementComparator(NEARLY)
        .containsOnly((float) (KERNEL * scale));
    assertThat(weight("conv1/folded_bias")).hasSize(7);
    assertThat(weight("conv1/folded_bias"))
        .usingElementComparator(NEARLY)
        .containsOnly((float) (BETA - MEAN * scale));
  }

  @Test
  void givesTheSameBytesEachTime() {
    TfjsModel first = TfjsModel.of(savedModel);
    TfjsModel second = TfjsModel.of(savedModel);
    assertThat(second.topology()).isEqualTo(first.topology());
    assertThat(second.weights()).isEqualTo(first.weights());
  }

  @Test
  void writesBothFilesInPlaceOfEarlierOnesAndNothingElse() throws IOException {
    Path directory = Files.createDirectories(folder.resolve("tfjs"));
    Files.writeString(directory.resolve(TfjsModel.MODEL_FILE), "earlier");
    TfjsModel model = TfjsModel.of(savedModel);
    model.write(directory);
    assertThat(directory.resolve(TfjsModel.MODEL_FILE)).hasBinaryContent(model.topology());
    assertThat(directory.resolve(TfjsModel.WEIGHTS_FILE)).hasBinaryContent(model.weights());
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void refusesAFolderThatIsNoSavedModel() {
    assertThatThrownBy(() -> TfjsModel.of(folder))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(folder + ": no SavedModel, expected a folder with the file saved_model.pb");
  }

  private static JsonNode json() throws IOException {
    return new JsonMapper().readTree(TfjsModel.of(savedModel).topology());
  }

  /** Finds a weight by the manifest: the values follow one another in its order. */
  private static float[] weight(String name) throws IOException {
    JsonNode manifest = json().at("/weightsManifest/0/weights");
    ByteBuffer values =
        ByteBuffer.wrap(TfjsModel.of(savedModel).weights()).order(ByteOrder.LITTLE_ENDIAN);
    for (JsonNode weight : manifest) {
      int size =
          StreamSupport.stream(weight.path("shape").spliterator(), false)
              .mapToInt(JsonNode::asInt)
              .reduce(1, (a, b) -> a * b);
      if (weight.path("name").asString("").equals(name)) {
        float[] found = new float[size];
        values.asFloatBuffer().get(found);
        return found;
      }
      values.position(values.position() + 4 * size);
    }
    throw new AssertionError(name + " is not in " + manifest);
  }
}
