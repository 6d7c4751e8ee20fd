package org.tinymnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tinymnist.data.LabeledImages;

/** That other tools take the model is held by {@code make verify-exports}. */
class SavedModelExporterTest {

  private static final int IMAGES = 50;

  @TempDir static Path folder;
  private static Path model;
  private static MetaGraphDef meta;
  private static int schemaVersion;
  private static final Map<String, float[]> WEIGHTS = new LinkedHashMap<>();
  private static final float[] PIXELS = new float[IMAGES * LabeledImages.PIXELS];

  @BeforeAll
  static void exportAModel() throws IOException {
    Random random = new Random(1);
    for (ParameterSpec weight : Network.weights()) {
      float[] values = new float[weight.size()];
      for (int i = 0; i < values.length; i++) {
        // Positive, as a variance has to be.
        values[i] = weight.role() == ParameterSpec.Role.KERNEL ? random.nextFloat() - 0.5f : 0.5f;
      }
      WEIGHTS.put(weight.name(), values);
    }
    for (int i = 0; i < PIXELS.length; i++) {
      PIXELS[i] = random.nextInt(256);
    }
    model = folder.resolve("saved_model");
    SavedModelExporter.export(model, WEIGHTS);
    SavedModel file = SavedModel.parseFrom(Files.readAllBytes(model.resolve("saved_model.pb")));
    schemaVersion = Math.toIntExact(file.getSavedModelSchemaVersion());
    meta = file.getMetaGraphs(0);
  }

  @Test
  void namesInputsAndOutputsAsTheSignatureDoes() {
    // LiteRT's converter takes no other version.
    assertThat(schemaVersion).isEqualTo(1);
    assertThat(meta.getMetaInfoDef().getTagsList()).containsExactly("serve");
    SignatureDef signature = meta.getSignatureDefOrThrow("serving_default");
    assertThat(signature.getMethodName()).isEqualTo("tensorflow/serving/predict");
    assertThat(signature.getInputsMap()).containsOnlyKeys("images");
    assertThat(signature.getOutputsMap()).containsOnlyKeys("logits", "probabilities", "classes");
    Map<String, TensorInfo> all = new HashMap<>(signature.getInputsMap());
    all.putAll(signature.getOutputsMap());
    all.forEach((key, tensor) -> assertThat(tensor.getName()).isEqualTo(key + ":0"));
    SignatureDef probabilities = meta.getSignatureDefOrThrow("probabilities");
    assertThat(probabilities.getOutputsMap()).containsOnlyKeys("probabilities");
    assertThat(probabilities.getInputsMap()).isEqualTo(signature.getInputsMap());
  }

  /** Python rejects a function whose inputs are not the images and these variables. */
  @Test
  void describesTheObjectsOfTensorFlow2() {
    var objects = meta.getObjectGraphDef();
    assertThat(objects.getConcreteFunctionsMap())
        .containsOnlyKeys("serving_default", "probabilities", "serve");
    for (FunctionDef function : meta.getGraphDef().getLibrary().getFunctionList()) {
      var saved = objects.getConcreteFunctionsOrThrow(function.getSignature().getName());
      assertThat(saved.getBoundInputsList())
          .extracting(node -> objects.getNodes(node).getVariable().getName())
          .containsExactlyElementsOf(Network.weights().stream().map(ParameterSpec::name).toList());
      assertThat(function.getSignature().getInputArgCount())
          .isEqualTo(1 + Network.weights().size());
      // Converters name the outputs after these nodes.
      assertThat(function.getNodeDefList())
          .extracting(NodeDef::getName)
          .containsAll(function.getRetMap().keySet());
    }
    assertThat(objects.getNodes(0).getChildrenList())
        .extracting(child -> child.getLocalName())
        .containsExactly("variables", "signatures", "serve", "__call__");
  }

  @Test
  void holdsNothingButTheNetworkItsVariablesAndTheirSaver() {
    assertThat(nodes())
        .extracting(NodeDef::getName)
        .allMatch(
            name ->
                name.matches(
                    "(conv\\d|dense)[./].*|save/.*|(checked_)?images|images_must_have_shape_.*"
                        + "|normalise/.*|pool\\d|average/.*|softmax|argmax/.*"
                        + "|logits|probabilities|classes"))
        .noneMatch(name -> name.matches(".*_\\d+"));
  }

  /** To the bit: both sessions compute the same graph. */
  @Test
  void classifiesAsTheGraphThatItsWeightsWereTrainedIn() {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        Classifier classifier = Classifier.load(model);
        TFloat32 images = TFloat32.tensorOf(Shape.of(IMAGES, 28, 28, 1), DataBuffers.of(PIXELS))) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf, "weights", Network.weights());
      Operand<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(images.shape()));
      Inference inference = Inference.addTo(tf, variables.values(), input);
      variables.set(session, WEIGHTS);
      float[] expected = new float[IMAGES * LabeledImages.CLASSES];
      try (Result result = session.runner().feed(input, images).fetch(inference.logits()).run()) {
        ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(expected);
      }
      float[][] logits = classifier.classify(PIXELS, IMAGES).logits();
      for (int i = 0; i < IMAGES; i++) {
        int from = i * LabeledImages.CLASSES;
        assertThat(logits[i])
            .isEqualTo(Arrays.copyOfRange(expected, from, from + LabeledImages.CLASSES));
      }
      assertThat(expected).doesNotContain(Float.NaN).isNotEqualTo(new float[expected.length]);
    }
  }

  /**
   * Without a check in the graph, the first four abort the process on a processor with oneDNN, and
   * the fifth gets an answer. 784 images of 32 x 32 have as many pixels as 1,024 of 28 x 28.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "28, 28",
        "28, 28, 1",
        "1, 28, 28",
        "784",
        "1, 28, 28, 1, 1",
        "",
        "1, 32, 32, 1",
        "784, 32, 32, 1",
        "1, 56, 56, 1",
        "1, 28, 27, 1",
        "1, 28, 28, 3"
      })
  void refusesImagesOfAnotherShape(String sizes) {
    Shape shape =
        Shape.of(
            Stream.of(sizes.split(", "))
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray());
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve");
        TFloat32 images = TFloat32.tensorOf(shape)) {
      assertThatThrownBy(() -> bundle.call(Map.of("images", images)))
          .hasMessageContaining("images_must_have_shape_batch_28_28_1");
    }
  }

  @Test
  void refusesWeightsOfAnotherSize() {
    Map<String, float[]> weights = new LinkedHashMap<>(WEIGHTS);
    weights.put("dense.bias", new float[9]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SavedModelExporter.export(folder.resolve("other"), weights))
        .withMessage("dense.bias: 9 values, expected 10 values");
  }

  private static List<NodeDef> nodes() {
    return meta.getGraphDef().getNodeList();
  }
}
