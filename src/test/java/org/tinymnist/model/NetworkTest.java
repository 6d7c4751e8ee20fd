package org.tinymnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

class NetworkTest {

  /** The note: "Total Parameters: 7,784". */
  @Test
  void hasTheNotesNumberOfParameters() {
    try (Graph graph = new Graph()) {
      Variables variables = new Variables(Ops.create(graph), "weights", Network.weights());
      assertThat(variables.countTrainable()).isEqualTo(7_784);
    }
  }
}
