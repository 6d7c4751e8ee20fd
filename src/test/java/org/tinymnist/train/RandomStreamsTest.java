package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tinymnist.model.Network;
import org.tinymnist.model.ParameterSpec;
import org.tinymnist.model.ParameterSpec.Role;
import tools.jackson.databind.JsonNode;

class RandomStreamsTest {

  /** {@code src/bench/test_random_streams.py} compares the Python side with the same file. */
  @Test
  void drawsWhatTheControlGroupDraws() throws Exception {
    for (JsonNode expected : Reference.read("random_streams.json")) {
      RandomStreams random = new RandomStreams(expected.get("seed").longValue());
      ByteBuffer weights = ByteBuffer.allocate(7_784 * Float.BYTES);
      Map<String, float[]> initial = random.initial(Network.weights());
      for (ParameterSpec weight : Network.weights()) {
        if (weight.role() == Role.KERNEL || weight.role() == Role.BIAS) {
          for (float value : initial.get(weight.name())) {
            weights.putFloat(value);
          }
        }
      }
      for (int i = 0; i < expected.get("first_weights").size(); i++) {
        assertThat((double) weights.getFloat(i * Float.BYTES))
            .isEqualTo(expected.get("first_weights").get(i).doubleValue());
      }
      assertThat(sha256(weights)).isEqualTo(expected.get("weights_sha256").stringValue());
      for (Map.Entry<String, JsonNode> epoch : expected.get("orders").properties()) {
        int[] order = random.order(Integer.parseInt(epoch.getKey()), 60_000);
        ByteBuffer images = ByteBuffer.allocate(order.length * Integer.BYTES);
        images.asIntBuffer().put(order);
        images.position(images.limit());
        assertThat(sha256(images)).isEqualTo(epoch.getValue().get("sha256").stringValue());
      }
    }
  }

  private static String sha256(ByteBuffer bytes) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256")
                .digest(Arrays.copyOf(bytes.array(), bytes.position())));
  }
}
