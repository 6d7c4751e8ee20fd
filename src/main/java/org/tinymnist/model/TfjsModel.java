package org.tinymnist.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;
import org.tinymnist.results.AtomicFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A classifier in TensorFlow.js's graph-model format, which {@code tf.loadGraphModel} reads.
 *
 * <p>The format's own converter is a Python package; this needs no Python. Whatever does not depend
 * on the images is computed here, once, and becomes a weight: variables are frozen, and BatchNorm
 * is folded into kernels and biases. The nodes that remain are written as protocol buffers' JSON
 * mapping writes a GraphDef.
 *
 * <p>The outputs are nodes named as the signature's keys, so that {@code model.execute(images,
 * 'probabilities')} computes one of them, and {@code model.predict(images)} gives all by name.
 *
 * @param topology content of {@value #MODEL_FILE}, UTF-8
 * @param weights content of {@value #WEIGHTS_FILE}: the values of all weights, little-endian, in
 *     the order of the manifest in {@code topology}
 */
public record TfjsModel(byte[] topology, byte[] weights) {

  /** The file to load; it names the other one. */
  public static final String MODEL_FILE = "model.json";

  /** The file of the weights, beside {@link #MODEL_FILE}. */
  public static final String WEIGHTS_FILE = "group1-shard1of1.bin";

  /** In order of the keys, so that one model always gives the same bytes. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /**
   * Converts a SavedModel.
   *
   * @param savedModel the folder that holds {@code saved_model.pb}
   * @throws InvalidModelException if it is no digit classifier, or has an attribute or a constant
   *     of a type that this conversion does not know
   */
  public static TfjsModel of(Path savedModel) {
    try (SavedModelBundle bundle = Classifier.open(savedModel)) {
      return new Conversion(savedModel, bundle).convert();
    }
  }

  /**
   * Writes the two files, in place of earlier ones. Where {@link #MODEL_FILE} stands, both are
   * whole and belong together.
   *
   * @param directory is made if need be
   * @throws IOException if they cannot be written
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve(MODEL_FILE));
    AtomicFile.write(directory.resolve(WEIGHTS_FILE), weights);
    AtomicFile.write(directory.resolve(MODEL_FILE), topology);
  }

  /** One walk over a graph, whose nodes come after their inputs. */
  private static final class Conversion {

    private final Path savedModel;
    private final SavedModelBundle bundle;
    private final Map<String, Object> nodes = new LinkedHashMap<>();
    private final List<Map<String, Object>> manifest = new ArrayList<>();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();

    Conversion(Path savedModel, SavedModelBundle bundle) {
      this.savedModel = savedModel;
      this.bundle = bundle;
    }

    TfjsModel convert() {
      MetaGraphDef meta = bundle.metaGraphDef();
      SignatureDef signature = meta.getSignatureDefOrThrow(Signature.DEFAULT_KEY);
      String images = nodeName(signature.getInputsOrThrow(InferenceModel.IMAGES).getName());
      Set<String> computed = new HashSet<>();
      for (NodeDef node : meta.getGraphDef().getNodeList()) {
        List<String> inputs = node.getInputList().stream().map(Conversion::nodeName).toList();
        if (node.getName().equals(images) || inputs.stream().anyMatch(computed::contains)) {
          inputs.stream().filter(input -> !computed.contains(input)).forEach(this::addWeight);
          add(node.getName(), node.getOp(), inputs, attributes(node));
          computed.add(node.getName());
        }
      }
      Map<String, Object> outputs = new TreeMap<>();
      signature
          .getOutputsMap()
          .forEach(
              (key, output) -> {
                if (!nodes.containsKey(key)) {
                  Object type = Map.of("type", output.getDtype().name());
                  add(key, "Identity", List.of(nodeName(output.getName())), Map.of("T", type));
                }
                outputs.put(key, described(key, output));
              });
      TensorInfo input = signature.getInputsOrThrow(InferenceModel.IMAGES);
      ObjectNode json = JSON.createObjectNode();
      json.put("format", "graph-model").put("generatedBy", "tiny-mnist");
      json.putObject("signature")
          .putPOJO("inputs", Map.of(InferenceModel.IMAGES, described(images, input)))
          .putPOJO("outputs", outputs);
      json.putObject("userDefinedMetadata").putPOJO("structuredOutputKeys", outputs.keySet());
      VersionDef versions = meta.getGraphDef().getVersions();
      json.putObject("modelTopology")
          .putPOJO("node", nodes.values())
          .putObject("versions")
          .put("producer", versions.getProducer())
          .put("minConsumer", versions.getMinConsumer());
      json.putArray("weightsManifest")
          .addObject()
          .putPOJO("paths", List.of(WEIGHTS_FILE))
          .putPOJO("weights", manifest);
      try {
        return new TfjsModel(JSON.writeValueAsBytes(json), values.toByteArray());
      } catch (JacksonException e) {
        throw new IllegalStateException(e);
      }
    }

    private void add(
        String name, String operation, List<String> inputs, Map<String, Object> attributes) {
      nodes.put(name, Map.of("name", name, "op", operation, "input", inputs, "attr", attributes));
    }

    /** Computes a tensor and adds it as a constant. */
    private void addWeight(String name) {
      if (nodes.containsKey(name)) {
        return;
      }
      try (Tensor tensor = bundle.session().runner().fetch(name).run().get(0)) {
        boolean floats = tensor.dataType() == DataType.DT_FLOAT;
        if (!floats && tensor.dataType() != DataType.DT_INT32) {
          throw unknown("constant %s: %s".formatted(name, tensor.dataType()));
        }
        // TensorFlow's bytes are the machine's, and it runs on little-endian machines alone.
        byte[] bytes = new byte[Math.toIntExact(tensor.numBytes())];
        tensor.asRawTensor().data().read(bytes);
        values.writeBytes(bytes);
        long[] shape = tensor.shape().asArray();
        Object type = Map.of("type", tensor.dataType().name());
        Object value = Map.of("dtype", tensor.dataType().name(), "tensorShape", shape(shape));
        add(name, "Const", List.of(), Map.of("dtype", type, "value", Map.of("tensor", value)));
        manifest.add(Map.of("name", name, "shape", shape, "dtype", floats ? "float32" : "int32"));
      }
    }

    private static String nodeName(String tensor) {
      return tensor.replaceFirst(":0$", "");
    }

    /** Without those that are a hint to one runtime, or a default that it wrote down. */
    private Map<String, Object> attributes(NodeDef node) {
      Map<String, Object> attributes = new TreeMap<>();
      node.getAttrMap()
          .forEach(
              (name, value) -> {
                if (!name.startsWith("_")) {
                  attributes.put(name, json(node, name, value));
                }
              });
      return attributes;
    }

    private Object json(NodeDef node, String name, AttrValue value) {
      return switch (value.getValueCase()) {
        case TYPE -> Map.of("type", value.getType().name());
        case B -> Map.of("b", value.getB());
        case I -> Map.of("i", Long.toString(value.getI()));
        case F -> Map.of("f", value.getF());
        case S -> Map.of("s", Base64.getEncoder().encodeToString(value.getS().toByteArray()));
        case LIST ->
            Map.of(
                "list",
                Map.of("i", value.getList().getIList().stream().map(String::valueOf).toList()));
        case SHAPE -> Map.of("shape", shape(sizes(value.getShape())));
        default ->
            throw unknown(
                "operation %s (%s): attribute %s is a %s"
                    .formatted(node.getName(), node.getOp(), name, value.getValueCase()));
      };
    }

    private static Map<String, Object> described(String node, TensorInfo tensor) {
      return Map.of(
          "name",
          node + ":0",
          "dtype",
          tensor.getDtype().name(),
          "tensorShape",
          shape(sizes(tensor.getTensorShape())));
    }

    private static long[] sizes(TensorShapeProto shape) {
      return shape.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray();
    }

    private static Map<String, Object> shape(long[] sizes) {
      return Map.of(
          "dim",
          LongStream.of(sizes).mapToObj(size -> Map.of("size", Long.toString(size))).toList());
    }

    private InvalidModelException unknown(String what) {
      return new InvalidModelException(
          savedModel + ": cannot be converted to TensorFlow.js: " + what);
    }
  }
}
