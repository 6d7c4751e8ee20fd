package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.ZeroModel;
import org.tinymnist.model.InferenceModel;

class ExportTfjsCommandTest {

  @TempDir Path folder;

  @Test
  void writesBesideTheModelUnlessToldOtherwise() throws IOException {
    Path model = folder.resolve("saved_model");
    InferenceModel.export(model, ZeroModel.weights());

    Path file = folder.resolve("tfjs/model.json");
    assertThat(execute("export-tfjs", "--model", model.toString()))
        .isEqualTo("0: " + file + System.lineSeparator());
    assertThat(file).isRegularFile();

    Path elsewhere = folder.resolve("elsewhere");
    execute("export-tfjs", "--model", model.toString(), "--out", elsewhere.toString());
    assertThat(elsewhere.resolve("model.json")).hasSameBinaryContentAs(file);
  }

  @Test
  void namesAFolderThatIsNoModel() {
    assertThat(execute("export-tfjs", "--model", folder.toString()))
        .isEqualTo(
            "1: tiny-mnist: %s: no SavedModel, expected a folder with the file saved_model.pb%n"
                .formatted(folder));
  }

  /** The exit code and all that is printed. */
  private static String execute(String... arguments) {
    Outcome outcome = Outcome.of((Object[]) arguments);
    return outcome.exit() + ": " + outcome.said();
  }
}
