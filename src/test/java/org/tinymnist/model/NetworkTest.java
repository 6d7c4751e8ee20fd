package org.tinymnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;

class NetworkTest {

  /** The source document: "Total Parameters: 7,784". */
  private static final long PARAMETERS = 7_784;

  @Test
  void hasTheDocumentsNumberOfParameters() {
    assertThat(Network.summary().stream().mapToLong(LayerSummary::parameters).sum())
        .isEqualTo(PARAMETERS);
  }

  @Test
  void putsTheDocumentsNumberOfParametersIntoAGraph() {
    try (Graph graph = new Graph()) {
      Variables variables = Variables.shared(Ops.create(graph), "weights", Network.weights());
      assertThat(variables.countTrainable()).isEqualTo(PARAMETERS);
    }
  }

  /** Blocks 1-5 are unpadded, 6 and 7 padded: the sizes of the document's architecture. */
  @Test
  void shrinksAsTheDocumentSays() {
    assertThat(Network.summary())
        .extracting(LayerSummary::output)
        .containsExactly(
            List.of(28, 28, 1),
            List.of(26, 26, 7),
            List.of(24, 24, 7),
            List.of(22, 22, 10),
            List.of(11, 11, 10),
            List.of(9, 9, 10),
            List.of(7, 7, 12),
            List.of(3, 3, 12),
            List.of(3, 3, 16),
            List.of(3, 3, 18),
            List.of(18),
            List.of(10));
  }

  /** By hand: a 3x3 kernel adds twice the spacing, a 2x2 pool adds it once and then doubles it. */
  @Test
  void seesMoreOfTheImageLayerByLayer() {
    assertThat(Network.summary())
        .extracting(LayerSummary::receptiveField)
        .containsExactly(1, 3, 5, 7, 8, 12, 16, 18, 26, 34, 42, 42);
  }
}
