package org.tinymnist.model;

import static org.tinymnist.model.SavedModelExporter.IMAGES;
import static org.tinymnist.model.SavedModelExporter.shape;

import com.google.protobuf.TextFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.Struct.DictValue;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.Struct.TupleValue;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.types.TFloat32;

/**
 * The objects that TensorFlow 2 creates in Python when it loads the SavedModel, in the form of
 * {@code saved_object_graph.proto}: a root with {@code variables}, {@code signatures}, and the
 * function {@code serve}, which also runs when the root is called.
 */
final class ObjectGraph {

  /** The checkpoint's key of {@link #checkpoint}. */
  static final String KEY = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private static final String SERVE = "serve";
  private static final int FIRST_WEIGHT = 2;

  /** Python's {@code inspect.FullArgSpec} of a function of the images. */
  private static final String PYTHON_ARGUMENTS =
      """
      name: "FullArgSpec"
      values { key: "args" value { list_value { values { string_value: "images" } } } }
      values { key: "varargs" value { none_value {} } }
      values { key: "varkw" value { none_value {} } }
      values { key: "defaults" value { none_value {} } }
      values { key: "kwonlyargs" value { list_value {} } }
      values { key: "kwonlydefaults" value { none_value {} } }
      values { key: "annotations" value { dict_value {} } }
      """;

  private final List<ParameterSpec> weights;
  private final SavedObjectGraph.Builder objects = SavedObjectGraph.newBuilder();
  private final FunctionDefLibrary.Builder library = FunctionDefLibrary.newBuilder();
  private final int signatures;

  /** Adds a function's operations to a graph and returns its outputs by name. */
  interface Body {
    Map<String, Operand<?>> addTo(
        Ops tf, Map<String, Operand<TFloat32>> weights, Operand<TFloat32> images);
  }

  ObjectGraph(List<ParameterSpec> weights) {
    this.weights = weights;
    objects.addNodes(user("_generic_user_object"));
    int variables = child(0, "variables", user("trackable_list_wrapper"));
    for (ParameterSpec weight : weights) {
      SavedObject.Builder variable = SavedObject.newBuilder();
      variable
          .getVariableBuilder()
          .setName(weight.name())
          .setDtype(DataType.DT_FLOAT)
          .setShape(shape(weight.shape()))
          .setTrainable(weight.trainable());
      child(variables, String.valueOf(objects.getNodesCount() - FIRST_WEIGHT), variable);
    }
    this.signatures = child(0, "signatures", user("signature_map"));
  }

  /** Returns the checkpoint's key of a weight's value. */
  static String key(String weight) {
    return weight + "/.ATTRIBUTES/VARIABLE_VALUE";
  }

  /** Returns the objects as a checkpoint describes them. */
  byte[] checkpoint() {
    TrackableObjectGraph.Builder checkpoint = TrackableObjectGraph.newBuilder();
    for (SavedObject object : objects.getNodesList()) {
      TrackableObject.Builder node =
          checkpoint.addNodesBuilder().addAllChildren(object.getChildrenList());
      if (object.hasVariable()) {
        node.addAttributesBuilder()
            .setName("VARIABLE_VALUE")
            .setFullName(object.getVariable().getName())
            .setCheckpointKey(key(object.getVariable().getName()));
      }
    }
    return checkpoint.build().toByteArray();
  }

  /** Adds a signature, which takes its argument by name. */
  void addSignature(String key, SignatureDef signature, Body body) {
    StructuredValue images = spec(IMAGES, signature.getInputsOrThrow(IMAGES));
    addFunction(key, tuple(), dictionary(Map.of(IMAGES, images)), signature, body);
    SavedObject.Builder function = SavedObject.newBuilder();
    function
        .getBareConcreteFunctionBuilder()
        .setConcreteFunctionName(key)
        .addArgumentKeywords(IMAGES)
        .setAllowedPositionalArguments(1);
    child(signatures, key, function);
  }

  void addServe(SignatureDef signature, Body body) {
    StructuredValue arguments = tuple(spec(IMAGES, signature.getInputsOrThrow(IMAGES)));
    addFunction(SERVE, arguments, dictionary(Map.of()), signature, body);
    SavedObject.Builder function = SavedObject.newBuilder();
    FunctionSpec.Builder python =
        function.getFunctionBuilder().addConcreteFunctions(SERVE).getFunctionSpecBuilder();
    python.setInputSignature(arguments);
    try {
      TextFormat.merge(
          PYTHON_ARGUMENTS, python.getFullargspecBuilder().getNamedTupleValueBuilder());
    } catch (TextFormat.ParseException e) {
      throw new IllegalStateException(e);
    }
    int serve = child(0, SERVE, function);
    objects.getNodesBuilder(0).addChildrenBuilder().setLocalName("__call__").setNodeId(serve);
  }

  /** Adds a function of the images, whose further inputs are the handles of all variables. */
  private void addFunction(
      String name,
      StructuredValue arguments,
      StructuredValue keywords,
      SignatureDef signature,
      Body body) {
    SavedConcreteFunction.Builder saved = SavedConcreteFunction.newBuilder();
    Signature.Builder typed = Signature.builder().key(name);
    AttrValue.Builder shapes = AttrValue.newBuilder();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> images =
          tf.withName(IMAGES)
              .placeholder(TFloat32.class, Placeholder.shape(SavedModelExporter.INPUT));
      typed.input(IMAGES, images);
      shapes.getListBuilder().addShape(shape(SavedModelExporter.INPUT));
      Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
      for (ParameterSpec weight : weights) {
        Output<?> handle =
            graph
                .opBuilder("Placeholder", weight.name(), tf.scope())
                .setAttr("dtype", DataType.DT_RESOURCE)
                .build()
                .output(0);
        typed.input(weight.name(), handle);
        shapes.getListBuilder().addShape(shape(Shape.scalar()));
        values.put(weight.name(), tf.readVariableOp(handle, TFloat32.class));
        saved.addBoundInputs(FIRST_WEIGHT + saved.getBoundInputsCount());
      }
      Map<String, Operand<?>> outputs = body.addTo(tf, values, images);
      Map<String, StructuredValue> specs = new TreeMap<>();
      signature.getOutputsMap().forEach((output, info) -> specs.put(output, spec(output, info)));
      specs.keySet().forEach(output -> typed.output(output, outputs.get(output)));
      try (ConcreteFunction function = ConcreteFunction.create(typed.build(), graph)) {
        FunctionDef.Builder definition = function.getFunctionDef().toBuilder();
        definition.getSignatureBuilder().setName(name);
        keepOutputNames(definition);
        library.addFunction(definition.putAttr("_input_shapes", shapes.build()));
      }
      objects.putConcreteFunctions(
          name,
          saved
              .setCanonicalizedInputSignature(tuple(arguments, keywords))
              .setOutputSignature(dictionary(specs))
              .build());
    }
  }

  /**
   * Gives the outputs' nodes their names again: TensorFlow appends {@code _0} to a node with the
   * name of an output, and converters to TensorFlow.js and others use the nodes' names.
   */
  private static void keepOutputNames(FunctionDef.Builder function) {
    for (NodeDef.Builder node : function.getNodeDefBuilderList()) {
      String output = node.getName().replaceFirst("_0$", "");
      if (function.containsRet(output)) {
        node.setName(output);
        function.putRet(output, output + ":output:0");
      }
    }
  }

  void describe(MetaGraphDef.Builder meta) {
    meta.setObjectGraphDef(objects);
    meta.getGraphDefBuilder().setLibrary(library);
  }

  private int child(int parent, String name, SavedObject.Builder object) {
    int node = objects.addNodes(object).getNodesCount() - 1;
    objects.getNodesBuilder(parent).addChildrenBuilder().setLocalName(name).setNodeId(node);
    return node;
  }

  private static SavedObject.Builder user(String identifier) {
    SavedObject.Builder object = SavedObject.newBuilder();
    object
        .getUserObjectBuilder()
        .setIdentifier(identifier)
        .getVersionBuilder()
        .setProducer(1)
        .setMinConsumer(1);
    return object;
  }

  private static StructuredValue spec(String name, TensorInfo tensor) {
    return StructuredValue.newBuilder()
        .setTensorSpecValue(
            TensorSpecProto.newBuilder()
                .setName(name)
                .setShape(tensor.getTensorShape())
                .setDtype(tensor.getDtype()))
        .build();
  }

  private static StructuredValue tuple(StructuredValue... values) {
    return StructuredValue.newBuilder()
        .setTupleValue(TupleValue.newBuilder().addAllValues(List.of(values)))
        .build();
  }

  private static StructuredValue dictionary(Map<String, StructuredValue> values) {
    return StructuredValue.newBuilder()
        .setDictValue(DictValue.newBuilder().putAllFields(values))
        .build();
  }
}
