package org.tinymnist.train;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tensorflow.Tensor;
import org.tinymnist.model.ParameterSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that PyTorch computed in double precision; src/test/python holds the scripts. */
final class Reference {

  private Reference() {}

  static JsonNode read(String name) throws IOException {
    try (InputStream in = Reference.class.getResourceAsStream("/reference/" + name)) {
      return new JsonMapper().readTree(name.endsWith(".gz") ? new GZIPInputStream(in) : in);
    }
  }

  static float[] values(JsonNode tensor) {
    JsonNode values = tensor.get("values");
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) values.get(i).doubleValue();
    }
    return array;
  }

  /** The reference's name of a weight: {@code conv1/kernel}, {@code batch_norm1/gamma}. */
  static String name(ParameterSpec weight) {
    String role = weight.name().substring(weight.layer().length() + 1);
    boolean norm = weight.layer().startsWith("conv") && weight.role() != ParameterSpec.Role.KERNEL;
    return (norm ? weight.layer().replace("conv", "batch_norm") : weight.layer()) + "/" + role;
  }

  static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
