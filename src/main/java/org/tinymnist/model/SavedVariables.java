package org.tinymnist.model;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The variables of an exported graph, with the operations that save and restore them. */
final class SavedVariables {

  /** The folder of the values, in the SavedModel's folder. */
  static final String FOLDER = "variables";

  private static final String FILE = "save/filename";
  private static final String SAVED = "save/control_dependency";
  private static final String RESTORE = "save/restore_all";

  private final List<ParameterSpec> weights;
  private final Map<String, Operand<TFloat32>> values = new LinkedHashMap<>();
  private final Map<String, List<String>> strings = new LinkedHashMap<>();

  /**
   * Adds variables to a graph.
   *
   * @param tf without a scope
   * @param objects saved with the variables
   */
  SavedVariables(Ops tf, List<ParameterSpec> weights, ObjectGraph objects) {
    this.weights = weights;
    Map<String, Operand<?>> handles = new LinkedHashMap<>();
    for (ParameterSpec weight : weights) {
      String name = weight.name();
      VarHandleOp handle =
          tf.withName(name)
              .varHandleOp(TFloat32.class, weight.shape(), VarHandleOp.sharedName(name));
      handles.put(name, handle);
      values.put(name, tf.withName(name + ".value").readVariableOp(handle, TFloat32.class));
    }

    Ops save = tf.withSubScope("save");
    Operand<TString> file = save.withName("filename").placeholder(TString.class);
    List<String> keys = new ArrayList<>();
    handles.keySet().forEach(name -> keys.add(ObjectGraph.key(name)));
    keys.add(ObjectGraph.KEY);
    Operand<TString> names = strings(save, "tensor_names", keys);
    Operand<TString> slices =
        strings(save, "shape_and_slices", Collections.nCopies(keys.size(), ""));
    List<Operand<?>> tensors = new ArrayList<>(values.values());
    NdArray<byte[]> checkpoint = NdArrays.scalarOfObject(objects.checkpoint());
    tensors.add(save.withName("object_graph").constantOf(TString.tensorOfBytes(checkpoint)));
    Op saved = save.train.save(file, names, slices, tensors);
    save.withControlDependencies(List.of(saved)).withName("control_dependency").identity(file);

    List<Class<? extends TType>> types =
        new ArrayList<>(Collections.nCopies(weights.size(), TFloat32.class));
    types.add(TString.class);
    Iterator<Output<?>> restored =
        save.train.restore(file, names, slices, types).tensors().iterator();
    List<Op> assigned = new ArrayList<>();
    handles.forEach(
        (name, handle) ->
            assigned.add(
                save.withName(name + ".assign").assignVariableOp(handle, restored.next())));
    save.withControlDependencies(assigned).withName("restore_all").noOp();
  }

  private Operand<TString> strings(Ops save, String name, List<String> values) {
    strings.put("save/" + name, values);
    return save.withName(name).constant(NdArrays.vectorOfObjects(values.toArray(String[]::new)));
  }

  Map<String, Operand<TFloat32>> values() {
    return values;
  }

  /**
   * Writes values into a SavedModel's folder, without setting the variables.
   *
   * @param model the SavedModel's folder, with {@link #FOLDER} in it
   * @param arrays one per weight, row by row
   * @throws IllegalArgumentException if an array is missing or has another size
   */
  void save(Session session, Path model, Map<String, float[]> arrays) {
    Session.Runner runner = session.runner().addTarget(SAVED);
    List<Tensor> tensors = new ArrayList<>();
    try {
      TString file = TString.scalarOf(model.resolve(FOLDER).resolve(FOLDER).toString());
      tensors.add(file);
      runner.feed(FILE, file);
      for (ParameterSpec weight : weights) {
        TFloat32 tensor = weight.tensor(arrays);
        tensors.add(tensor);
        runner.feed(values.get(weight.name()), tensor);
      }
      runner.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  void describe(Graph graph, MetaGraphDef.Builder meta) {
    meta.setGraphDef(withReadableStrings(graph.toGraphDef()))
        .setSaverDef(
            SaverDef.newBuilder()
                .setFilenameTensorName(FILE + ":0")
                .setSaveTensorName(SAVED + ":0")
                .setRestoreOpName(RESTORE)
                .setVersion(SaverDef.CheckpointFormatVersion.V2));
  }

  /** Unpacks the lists of strings, which TensorFlow packs and OpenVINO cannot read packed. */
  private GraphDef withReadableStrings(GraphDef graph) {
    GraphDef.Builder readable = graph.toBuilder();
    for (NodeDef.Builder node : readable.getNodeBuilderList()) {
      List<String> values = strings.get(node.getName());
      if (values != null) {
        TensorProto.Builder tensor = node.getAttrOrThrow("value").getTensor().toBuilder();
        tensor.clearTensorContent();
        values.forEach(value -> tensor.addStringVal(ByteString.copyFromUtf8(value)));
        node.putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
      }
    }
    return readable.build();
  }
}
