package org.tinymnist.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceRuntimeTest {

  @TempDir Path folder;

  @Test
  void readsTheProjectsRuntimes() throws IOException {
    List<InferenceRuntime> runtimes =
        InferenceRuntime.readAll(Path.of("src/interop/runtimes.yaml"));
    assertThat(runtimes)
        .extracting(InferenceRuntime::id)
        .doesNotHaveDuplicates()
        .contains("tensorflow-java", "tensorflow-python", "keras", "tensorflow-python-oldest")
        .contains("litert", "litert-int8", "tfjs-node", "tfjs-browser", "onnx-python", "onnx-java")
        .contains("c", "serving");
    assertThat(runtimes)
        .filteredOn(runtime -> !runtime.id().equals("litert-int8"))
        .allMatch(r -> r.probability() == 1e-5 && r.classes() == 0 && r.accuracy() == 0);
  }

  @Test
  void refusesAnEntryWithoutABound() throws IOException {
    Path file = folder.resolve("runtimes.yaml");
    Files.writeString(file, "[{id: a, runtime: A, install: [], model: m, run: r, classes: 0}]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceRuntime.readAll(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining("probability");
  }

  @Test
  void holdsWithinItsBoundsOnly() {
    InferenceRuntime runtime =
        new InferenceRuntime("a", "A", List.of(), null, "model", "run", 1e-5, 1, 0.001);
    assertThat(runtime.holds(new Comparison(1e-5, 1, 0.99, 0.001))).isTrue();
    assertThat(runtime.holds(new Comparison(1.1e-5, 1, 0.99, 0.001))).isFalse();
    assertThat(runtime.holds(new Comparison(1e-5, 2, 0.99, 0.001))).isFalse();
    assertThat(runtime.holds(new Comparison(1e-5, 1, 0.99, 0.002))).isFalse();
    assertThat(runtime.holds(new Comparison(Double.NaN, 0, 0.99, 0))).isFalse();
  }
}
