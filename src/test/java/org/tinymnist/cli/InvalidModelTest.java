package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.tinymnist.ZeroModel;
import org.tinymnist.model.SavedModelExporter;

/** The error of commands that take an exported model and are given something else. */
class InvalidModelTest {

  /** A picture of a 7, as the README's command line takes it. */
  private static final String PICTURE = "src/interop/snippets/seven.png";

  @TempDir private Path results;
  private Path model;

  @BeforeEach
  void makeTheFolder() throws IOException {
    model = results.resolve("model-1-optimized/seed-1/saved_model");
    Files.createDirectories(model.getParent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "predict"})
  void refusesAFolderThatIsNoSavedModel(String command) throws IOException {
    String message = ": no SavedModel, expected a folder with the file saved_model.pb";
    assertThat(execute(command)).isEqualTo(model + message);
    Files.createDirectory(model);
    assertThat(execute(command)).isEqualTo(model + message);
  }

  @Test
  void refusesADamagedSavedModel() throws IOException {
    Files.createDirectory(model);
    Files.writeString(model.resolve("saved_model.pb"), "not a protocol buffer");
    assertThat(execute("evaluate")).startsWith(model + ": cannot be loaded as a SavedModel: ");
  }

  @Test
  void refusesASavedModelWithoutItsVariables() throws IOException {
    SavedModelExporter.export(model, ZeroModel.weights());
    Files.delete(model.resolve("variables/variables.index"));
    assertThat(execute("evaluate"))
        .startsWith(model + ": it cannot classify an image: Could not find variable ");
  }

  @Test
  void refusesAnotherSignature() throws IOException {
    export("pixels", TFloat32.class, Shape.of(-1, 28, 28, 1));
    assertThat(execute("evaluate")).isEqualTo(refusal("it has no input images"));
  }

  @Test
  void refusesAnotherShapeOfTheInput() throws IOException {
    export("images", TFloat32.class, Shape.of(-1, 784));
    assertThat(execute("evaluate"))
        .isEqualTo(
            refusal("input images is DT_FLOAT [-1, 784], expected DT_FLOAT [-1, 28, 28, 1]"));
  }

  @Test
  void refusesAnotherTypeOfTheInput() throws IOException {
    export("images", TUint8.class, Shape.of(-1, 28, 28, 1));
    assertThat(execute("evaluate"))
        .isEqualTo(
            refusal("input images is DT_UINT8 [-1, 28, 28, 1], expected DT_FLOAT [-1, 28, 28, 1]"));
  }

  private String refusal(String what) {
    return model + ": no digit classifier: signature serving_default: " + what;
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

  /** The one line that a command prints, without the program's name; it must exit with 1. */
  private String execute(String command) {
    Outcome outcome =
        command.equals("predict")
            ? Outcome.of(command, "--model", model, PICTURE)
            : Outcome.of(command, "--model", model);
    assertThat(outcome.exit()).as(outcome.said()).isOne();
    assertThat(outcome.said()).startsWith("tiny-mnist: ").hasLineCount(1);
    return outcome.said().strip().substring("tiny-mnist: ".length());
  }
}
