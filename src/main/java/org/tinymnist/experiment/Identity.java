package org.tinymnist.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;

/**
 * What decides the bits of a run: its experiment, seed, data, software and device. Two runs that
 * are alike in these on the same kind of machine are the same.
 */
final class Identity {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Identity() {}

  /** The parts of run.json that make up a run's identity. */
  static Map<String, Object> of(Run run, DataSet data, Device device) {
    Map<String, Object> experiment = RunRecord.experiment(run.experiment());
    experiment.keySet().removeAll(ExperimentYaml.WORDS);
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("experiment", experiment);
    identity.put("seed", run.seed());
    identity.put("data", RunRecord.data(data));
    identity.put("software", RunRecord.software());
    identity.put("hardware", Map.of("device", device.name()));
    return identity;
  }

  /**
   * Compares what a file says of its run with a run.
   *
   * @param json an object that holds an identity, and may hold more
   * @param identity of the run
   * @return the first difference, for people; empty if there is none
   */
  static Optional<String> difference(byte[] json, Map<String, Object> identity) throws IOException {
    return difference("", JSON.readTree(json), JSON.readTree(JSON.writeValueAsBytes(identity)));
  }

  private static Optional<String> difference(String path, JsonNode found, JsonNode expected) {
    if (!expected.isObject()) {
      return expected.equals(found)
          ? Optional.empty()
          : Optional.of("%s was %s and is %s".formatted(path, found, expected));
    }
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      Optional<String> difference = difference(name, found.path(field.getKey()), field.getValue());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }
}
