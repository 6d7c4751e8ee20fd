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
import org.tinymnist.experiment.Rates;
import org.tinymnist.model.Network;

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

  @Test
  void keepsNothingOfAStepAndLeavesNothingOpen() {
    Execution execution = new Execution(Device.CPU, 1);
    Map<String, float[]> initial = new RandomStreams(1).initial(Network.weights());
    try (DataTensors data = DataTensors.of(SmallMnist.of(1))) {
      long open = Pointer.totalCount();
      try (var graph = new TrainingGraph(Recipes.random(1), initial, data, execution)) {
        graph.step(new StepInput(new int[1], new Rates(0.01, 0.9), 1, 0));
        graph.evaluate();
        long afterOne = Pointer.totalCount();
        graph.step(new StepInput(new int[1], new Rates(0.01, 0.9), 1, 1));
        graph.evaluate();
        assertThat(Pointer.totalCount()).isEqualTo(afterOne);
      }
      assertThat(Pointer.totalCount()).isEqualTo(open);
    }
  }
}
