package org.tinymnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.tinymnist.Recipes;
import org.tinymnist.SmallMnist;
import org.tinymnist.device.Device;

/** No other test may have native objects meanwhile. */
@Isolated
class TrainingGraphTest {

  @Test
  void leavesNothingOpenIfItCannotBeBuilt() {
    Execution execution = new Execution(Device.CPU, 1);
    try (DataTensors data = DataTensors.of(SmallMnist.of(1))) {
      long open = Pointer.totalCount();
      assertThatThrownBy(() -> new TrainingGraph(Recipes.model1(1), Map.of(), data, execution))
          .isInstanceOf(RuntimeException.class);
      assertThat(Pointer.totalCount()).isEqualTo(open);
    }
  }
}
