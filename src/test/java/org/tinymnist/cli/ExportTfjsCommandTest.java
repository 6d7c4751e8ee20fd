package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.model.InferenceModel;
import org.tinymnist.model.Network;
import org.tinymnist.model.Weight;
import picocli.CommandLine;

class ExportTfjsCommandTest {

  @TempDir Path folder;

  @Test
  void writesBesideTheModelUnlessToldOtherwise() throws IOException {
    Map<String, float[]> zeros = new LinkedHashMap<>();
    for (Weight weight : Network.weights()) {
      zeros.put(weight.name(), new float[weight.size()]);
    }
    Path model = folder.resolve("saved_model");
    InferenceModel.export(model, zeros);

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
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(printed, true));
    return line.execute(arguments) + ": " + printed;
  }
}
