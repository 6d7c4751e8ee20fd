package org.tinymnist.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.VersionDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A classifier in TensorFlow.js's graph-model format, which {@code tf.loadGraphModel} reads.
 *
 * <p>The format's own converter is a Python package that needs an old TensorFlow; this needs none.
 * Whatever does not depend on the images is computed here, once, and becomes a weight: variables
 * are frozen, and BatchNorm is folded into kernels and biases. The nodes that remain are written as
 * protocol buffers' JSON mapping writes a GraphDef.
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
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Operations whose attributes and inputs are the same in TensorFlow.js, and that stay. */
  private static final Set<String> OPERATIONS =
      Set.of(
          "Add",
          "AddV2",
          "ArgMax",
          "BiasAdd",
          "Conv2D",
          "Identity",
          "MatMul",
          "MaxPool",
          "Mean",
          "Mul",
          "RealDiv",
          "Relu",
          "Reshape",
          "Softmax",
          "Sub");

  /**
   * Converts a SavedModel.
   *
   * @param savedModel the folder that holds {@code saved_model.pb}
   * @throws InvalidModelException if it is no digit classifier, or has an operation that this
   *     conversion does not know
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
    Path weightsDraft = draft(directory, WEIGHTS_FILE, weights);
    Path modelDraft = draft(directory, MODEL_FILE, topology);
    Path model = directory.resolve(MODEL_FILE);
    Files.deleteIfExists(model);
    Files.move(weightsDraft, directory.resolve(WEIGHTS_FILE), StandardCopyOption.ATOMIC_MOVE);
    Files.move(modelDraft, model, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path draft(Path directory, String name, byte[] content) throws IOException {
    Path file = directory.resolve(name + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    return file;
  }

  /** One walk over a graph, from the outputs back to the images. */
  private static final class Conversion {

    private final Path savedModel;
    private final SavedModelBundle bundle;
    private final Signature signature;
    private final Map<String, NodeDef> graph;
    private final String images;

    private final Map<String, Boolean> dependsOnImages = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> nodes = new LinkedHashMap<>();
    private final List<Map<String, Object>> manifest = new ArrayList<>();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();

    Conversion(Path savedModel, SavedModelBundle bundle) {
      this.savedModel = savedModel;
      this.bundle = bundle;
      this.signature =
          bundle.signatures().stream()
              .filter(s -> s.key().equals(Signature.DEFAULT_KEY))
              .findFirst()
              .orElseThrow();
      this.graph =
          bundle.metaGraphDef().getGraphDef().getNodeList().stream()
              .collect(Collectors.toMap(NodeDef::getName, node -> node));
      this.images = nodeName(signature.getInputs().get(InferenceModel.IMAGES).name);
    }

    TfjsModel convert() {
      Map<String, Object> outputs = new TreeMap<>();
      new TreeMap<>(signature.getOutputs())
          .forEach((key, output) -> outputs.put(key, described(addOutput(key, output), output)));
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("format", "graph-model");
      json.put("generatedBy", "tiny-mnist");
      json.put(
          "signature",
          Map.of(
              "inputs",
              Map.of(
                  InferenceModel.IMAGES,
                  described(images, signature.getInputs().get(InferenceModel.IMAGES))),
              "outputs",
              outputs));
      json.put(
          "userDefinedMetadata", Map.of("structuredOutputKeys", List.copyOf(outputs.keySet())));
      VersionDef versions = bundle.metaGraphDef().getGraphDef().getVersions();
      json.put(
          "modelTopology",
          Map.of(
              "node",
              List.copyOf(nodes.values()),
              "versions",
              Map.of(
                  "producer", versions.getProducer(), "minConsumer", versions.getMinConsumer())));
      json.put(
          "weightsManifest", List.of(Map.of("paths", List.of(WEIGHTS_FILE), "weights", manifest)));
      try {
        return new TfjsModel(JSON.writeValueAsBytes(json), values.toByteArray());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Gives an output the name that the signature has for it. */
    private String addOutput(String key, Signature.TensorDescription output) {
      String source = addTensor(output.name);
      if (nodes.containsKey(key)) {
        if (source.equals(key)) {
          return key;
        }
        throw unknown("output %s: another node has its name".formatted(key));
      }
      addNode(
          key, "Identity", List.of(source), Map.of("T", Map.of("type", output.dataType.name())));
      return key;
    }

    /** Adds what computes a tensor, unless it is there; returns its node's name. */
    private String addTensor(String tensor) {
      String name = nodeName(tensor);
      if (!name.equals(tensor) && !tensor.equals(name + ":0")) {
        throw unknown("tensor %s: expected the first output of its node".formatted(tensor));
      }
      if (nodes.containsKey(name)) {
        return name;
      }
      NodeDef node = graph.get(name);
      if (name.equals(images)) {
        addNode(name, node.getOp(), List.of(), attributes(node));
      } else if (!dependsOnImages(name)) {
        addWeight(name);
      } else if (OPERATIONS.contains(node.getOp())) {
        addNode(
            name,
            node.getOp(),
            dataInputs(node).stream().map(this::addTensor).toList(),
            attributes(node));
      } else {
        throw unknown(
            "operation %s (%s): expected one of %s"
                .formatted(name, node.getOp(), OPERATIONS.stream().sorted().toList()));
      }
      return name;
    }

    private void addNode(
        String name, String operation, List<String> inputs, Map<String, Object> attributes) {
      Map<String, Object> node = new LinkedHashMap<>();
      node.put("name", name);
      node.put("op", operation);
      if (!inputs.isEmpty()) {
        node.put("input", inputs);
      }
      node.put("attr", attributes);
      nodes.put(name, node);
    }

    /** Computes a tensor and adds it as a constant. */
    private void addWeight(String name) {
      Session.Runner runner = bundle.session().runner().fetch(name);
      try (Tensor tensor = runner.run().get(0)) {
        boolean floats = tensor instanceof TFloat32;
        if (!floats && !(tensor instanceof TInt32)) {
          throw unknown(
              "constant %s: %s, expected float32 or int32".formatted(name, tensor.dataType()));
        }
        ByteBuffer bytes =
            ByteBuffer.allocate(Math.toIntExact(tensor.numBytes())).order(ByteOrder.LITTLE_ENDIAN);
        long count = tensor.shape().size();
        if (floats) {
          TFloat32 numbers = (TFloat32) tensor;
          numbers.scalars().forEach(x -> bytes.putFloat(x.getFloat()));
        } else {
          TInt32 numbers = (TInt32) tensor;
          numbers.scalars().forEach(x -> bytes.putInt(x.getInt()));
        }
        values.writeBytes(bytes.array());
        DataType type = floats ? DataType.DT_FLOAT : DataType.DT_INT32;
        List<Long> shape = LongStream.of(tensor.shape().asArray()).boxed().toList();
        addNode(
            name,
            "Const",
            List.of(),
            Map.of(
                "dtype",
                type(type),
                "value",
                Map.of("tensor", Map.of("dtype", type.name(), "tensorShape", dimensions(shape)))));
        Map<String, Object> weight = new LinkedHashMap<>();
        weight.put("name", name);
        weight.put("shape", shape);
        weight.put("dtype", floats ? "float32" : "int32");
        manifest.add(weight);
      }
    }

    private boolean dependsOnImages(String name) {
      if (name.equals(images)) {
        return true;
      }
      Boolean known = dependsOnImages.get(name);
      if (known == null) {
        known = dataInputs(graph.get(name)).stream().anyMatch(x -> dependsOnImages(nodeName(x)));
        dependsOnImages.put(name, known);
      }
      return known;
    }

    /** The inputs that carry values: {@code ^} marks those that only order the operations. */
    private static List<String> dataInputs(NodeDef node) {
      return node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
    }

    private static String nodeName(String tensor) {
      int colon = tensor.indexOf(':');
      return colon < 0 ? tensor : tensor.substring(0, colon);
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
        case TYPE -> type(value.getType());
        case B -> Map.of("b", value.getB());
        case I -> Map.of("i", Long.toString(value.getI()));
        case F -> Map.of("f", value.getF());
        case S -> Map.of("s", Base64.getEncoder().encodeToString(value.getS().toByteArray()));
        case LIST ->
            Map.of(
                "list",
                value.getList().getICount() == 0
                    ? Map.of()
                    : Map.of(
                        "i", value.getList().getIList().stream().map(String::valueOf).toList()));
        case SHAPE ->
            Map.of(
                "shape",
                dimensions(value.getShape().getDimList().stream().map(d -> d.getSize()).toList()));
        default ->
            throw unknown(
                "operation %s (%s): attribute %s is a %s"
                    .formatted(node.getName(), node.getOp(), name, value.getValueCase()));
      };
    }

    private static Map<String, Object> described(
        String node, Signature.TensorDescription description) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", node + ":0");
      json.put("dtype", description.dataType.name());
      json.put(
          "tensorShape", dimensions(LongStream.of(description.shape.asArray()).boxed().toList()));
      return json;
    }

    private static Map<String, Object> type(DataType type) {
      return Map.of("type", type.name());
    }

    private static Map<String, Object> dimensions(List<Long> sizes) {
      return Map.of(
          "dim", sizes.stream().map(size -> Map.of("size", Long.toString(size))).toList());
    }

    private InvalidModelException unknown(String what) {
      return new InvalidModelException(
          savedModel + ": cannot be converted to TensorFlow.js: " + what);
    }
  }
}
