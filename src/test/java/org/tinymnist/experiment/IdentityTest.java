package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
    Map<String, Object> here =
        Identity.of(run, data, new Device("NVIDIA H200", true, false, false));
    assertThat(Identity.difference(began, here))
        .contains("hardware.device was \"CPU\" and is \"NVIDIA H200\"");
    assertThat(Identity.difference(began, Identity.of(run, data, Device.CPU))).isEmpty();
  }

  /** A slip of the pen that is mended in a description does not cost a training. */
  @Test
  void isTheSameInOtherWords() throws Exception {
    Experiment experiment = Experiment.read(Path.of("experiments/model-1-optimized.yaml"));
    Experiment renamed =
        new Experiment(
            experiment.name(),
            "In other words",
            "",
            Optional.empty(),
            Optional.of("model-3-baseline"),
            experiment.validation(),
            experiment.recipe());
    assertThat(difference(experiment, renamed)).isEmpty();
    Experiment shorter = experiment.withRecipe(experiment.recipe().withEpochs(3));
    assertThat(difference(experiment, shorter)).contains("experiment.epochs was 20 and is 3");
  }

  private static Optional<String> difference(Experiment was, Experiment is) throws Exception {
    return Identity.difference(new ObjectMapper().writeValueAsBytes(of(was)), of(is));
  }

  private static Map<String, Object> of(Experiment experiment) throws Exception {
    return Identity.of(new Run(experiment, 1), DataSet.mnist(), Device.CPU);
  }
}
