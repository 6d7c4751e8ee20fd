package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.model.SavedModelExporter;

/** The error of commands that take an exported model and are given something else. */
class InvalidModelTest {

  private final Path model;

  InvalidModelTest(@TempDir Path folder) {
    model = folder.resolve("saved_model");
  }

  @Test
  void refusesAFolderThatIsNoSavedModel() throws IOException {
    String message = ": no SavedModel, expected a folder with the file saved_model.pb";
    assertRefused(message, "evaluate", "--model", model);
    Files.createDirectory(model);
    assertRefused(message, "predict", "--model", model, "src/interop/snippets/seven.png");
  }

  @Test
  void refusesADamagedSavedModel() throws IOException {
    Files.createDirectory(model);
    Files.writeString(model.resolve("saved_model.pb"), "not a protocol buffer");
    assertRefused(": cannot be loaded as a SavedModel: ", "evaluate", "--model", model);
  }

  @Test
  void refusesASavedModelWithoutItsVariables() throws IOException {
    SavedModelExporter.export(model, SampleRuns.zeros());
    Files.delete(model.resolve("variables/variables.index"));
    assertRefused(
        ": it cannot classify an image: Could not find variable ", "evaluate", "--model", model);
  }

  static Stream<Arguments> signatures() {
    Shape images = Shape.of(-1, 28, 28, 1);
    String expected = ", expected DT_FLOAT [-1, 28, 28, 1]";
    return Stream.of(
        arguments("pixels", TFloat32.class, images, "missing" + expected),
        arguments("images", TFloat32.class, Shape.of(-1, 784), "DT_FLOAT [-1, 784]" + expected),
        arguments("images", TUint8.class, images, "DT_UINT8 [-1, 28, 28, 1]" + expected));
  }

  @ParameterizedTest
  @MethodSource("signatures")
  void refusesAnotherSignature(
      String input, Class<? extends TType> type, Shape shape, String refusal) throws IOException {
    export(input, type, shape);
    assertRefused(
        ": no digit classifier: signature serving_default: images is " + refusal,
        "evaluate",
        "--model",
        model);
  }

  /** A SavedModel that gives its input back. */
  private <T extends TType> void export(String input, Class<T> type, Shape shape)
      throws IOException {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<T> given = tf.placeholder(type, Placeholder.shape(shape));
      SavedModelBundle.exporter(model.toString())
          .withSession(session)
          .withSignature(
              Signature.builder().input(input, given).output("same", tf.identity(given)).build())
          .export();
    }
  }

  private void assertRefused(String message, Object... command) {
    Outcome outcome = Outcome.of(command);
    assertThat(outcome.exit()).as(outcome.said()).isOne();
    assertThat(outcome.said()).startsWith("tiny-mnist: " + model + message).hasLineCount(1);
  }
}
