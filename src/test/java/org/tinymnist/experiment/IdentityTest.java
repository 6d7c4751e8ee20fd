package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tinymnist.data.DataSet;
import org.tinymnist.device.Device;

class IdentityTest {

  /** A run that began on the CPU cannot go on, bit for bit, on a GPU. */
  @Test
  void differsOnAnotherDevice() throws Exception {
    Run run = new Run(Experiment.read(Path.of("experiments/model-1-optimized.yaml")), 1);
    DataSet data = DataSet.mnist();
    byte[] began = new ObjectMapper().writeValueAsBytes(Identity.of(run, data, Device.CPU));
    Map<String, Object> here = Identity.of(run, data, new Device("NVIDIA H200", true));
    assertThat(Identity.difference(began, here))
        .contains("hardware.device was \"CPU\" and is \"NVIDIA H200\"");
    assertThat(Identity.difference(began, Identity.of(run, data, Device.CPU))).isEmpty();
  }
}
