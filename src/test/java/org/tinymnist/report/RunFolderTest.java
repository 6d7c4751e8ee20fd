package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.report.RunResult.Bin;
import org.tinymnist.report.RunResult.Misclassified;

class RunFolderTest {
  @TempDir Path results;

  @Test
  void readsARunThatFitsItself() throws Exception {
    RunResult run =
        RunFolder.read(new SampleRun("a").seed(7).testAccuracies(0.9, 0.998).write(results));

    assertThat(run.name()).isEqualTo("a");
    assertThat(run.json().seed()).isEqualTo(7);
    assertThat(run.json().seconds()).isEqualTo(2 * 60.5);
    assertThat(run.json().day()).hasToString("2026-11-22");
    assertThat(run.epochs()).hasSize(2);
    assertThat(run.last().testAccuracy()).isEqualTo(0.998);
    assertThat(run.errors())
        .containsExactly(new Misclassified(0, 0, 1, 0.5), new Misclassified(1, 1, 2, 0.5001));
  }

  @Test
  void takesAbsentDropoutAndAugmentationForNone() throws Exception {
    RunJson.Experiment experiment =
        RunFolder.read(new SampleRun("a").write(results)).json().experiment();

    assertThat(experiment.dropout()).isEqualTo(RunJson.Dropout.NONE);
    assertThat(experiment.augmentation()).isEqualTo(RunJson.Augmentation.NONE);
  }

  @Test
  void readsAOneCycleScheduleWithAndWithoutCycledMomentum() throws Exception {
    String cycled =
        """
        {"max_lr": 0.05, "pct_start": 0.2, "div_factor": 10, "final_div_factor": 100,
         "anneal": "cos", "cycle_momentum": true, "base_momentum": 0.85, "max_momentum": 0.95}
        """;
    String fixed =
        """
        {"max_lr": 0.05, "pct_start": 0.2, "div_factor": 10, "final_div_factor": 100,
         "anneal": "linear", "cycle_momentum": false, "momentum": 0.9}
        """;
    RunJson.OneCycle first =
        RunFolder.read(new SampleRun("a").change(oneCycle(cycled)).write(results))
            .json()
            .experiment()
            .schedule()
            .oneCycle();
    RunJson.OneCycle second =
        RunFolder.read(new SampleRun("b").change(oneCycle(fixed)).write(results))
            .json()
            .experiment()
            .schedule()
            .oneCycle();

    assertThat(first.baseMomentum()).isEqualTo(0.85);
    assertThat(second.momentum()).isEqualTo(0.9);
  }

  @Test
  void passesOverAnUnknownKeyOutsideTheExperiment() throws Exception {
    Path folder = new SampleRun("a").change(json -> json.put("mood", "good")).write(results);

    assertThat(RunFolder.read(folder).name()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "errors.csv", "run.json"})
  void refusesAFolderWithoutOneOfTheFiles(String file) throws Exception {
    Path folder = new SampleRun("a").write(results);
    Files.delete(folder.resolve(file));

    assertRefused(folder, "no " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "errors.csv", "run.json"})
  void refusesAFileWithTheMarkersOfAMergeConflict(String file) throws Exception {
    Path folder = new SampleRun("a").write(results);
    edit(folder, file, text -> "<<<<<<< HEAD\n" + text + "=======\n" + text + ">>>>>>> other\n");

    assertRefused(folder, file + ":1: a merge conflict's marker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "errors.csv", "run.json"})
  void refusesATruncatedFile(String file) throws Exception {
    Path folder = new SampleRun("a").write(results);
    edit(folder, file, text -> text.substring(0, text.length() * 2 / 3));

    assertThatThrownBy(() -> RunFolder.read(folder))
        .isInstanceOf(InvalidRunException.class)
        .hasMessageStartingWith(file + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "errors.csv", "run.json"})
  void refusesAnEmptyFile(String file) throws Exception {
    Path folder = new SampleRun("a").write(results);
    edit(folder, file, text -> "");

    assertThatThrownBy(() -> RunFolder.read(folder))
        .isInstanceOf(InvalidRunException.class)
        .hasMessageStartingWith(file + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "errors.csv", "run.json"})
  void refusesAFileThatIsNotText(String file) throws Exception {
    Path folder = new SampleRun("a").write(results);
    Files.write(folder.resolve(file), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertRefused(folder, file + ": not UTF-8 text");
  }

  static Stream<Arguments> brokenMetrics() {
    return Stream.of(
        edit("epoch,", "step,", "metrics.csv: header"),
        edit(",test_accuracy\n", "\n", "metrics.csv: header"),
        edit("2,0.001,0.0,", "3,0.001,0.0,", "metrics.csv:3: epoch 3, expected 1 to 2"),
        edit("2,0.001,0.0,", "1,0.001,0.0,", "metrics.csv:3: epoch 1, expected 2"),
        edit("1,0.001,", "1,-0.001,", "metrics.csv:2: learning_rate -0.001, expected"),
        edit("1,0.001,0.0,", "1,0.001,1.5,", "metrics.csv:2: momentum 1.5, expected 0 to 1"),
        edit("0.5,0.93", "NaN,0.93", "metrics.csv:2: train_loss NaN, expected"),
        edit("0.5,0.93", "Infinity,0.93", "metrics.csv:2: train_loss Infinity, expected"),
        edit("0.5,0.93", "0.5,93", "metrics.csv:2: train_accuracy 93, expected 0 to 1"),
        edit("0.5,0.93", "0.5,", "metrics.csv:2: train_accuracy , expected a number"),
        edit("0.5,0.93", "0.5,much", "metrics.csv:2: train_accuracy much, expected a number"),
        edit("1,0.001,0.0,0.5,0.93,0.4,0.9\n", "", "metrics.csv:2: epoch 2, expected 1"),
        edit("2,0.001,0.0,0.5,0.93,0.4,0.95\n", "", "metrics.csv: epochs 1, expected 2"),
        edit("0.4,0.95\n", "0.4\n", "metrics.csv:3: 6 fields, expected 7"),
        edit("0.4,0.95\n", "0.4,0.95,1\n", "metrics.csv:3: 8 fields, expected 7"),
        edit("0.4,0.95\n", "0.4,\"0.95\n", "EOF reached before encapsulated token finished"),
        edit("0.4,0.95\n", "0.4,0.94\n", "run.json: final_test_accuracy 0.95, expected 0.94"));
  }

  @ParameterizedTest
  @MethodSource("brokenMetrics")
  void refusesBrokenMetrics(String from, String to, String message) throws Exception {
    Path folder = new SampleRun("a").write(results);
    replace(folder, "metrics.csv", from, to);

    assertRefused(folder, message);
  }

  static Stream<Arguments> brokenErrors() {
    return Stream.of(
        edit("index,", "image,", "errors.csv: header"),
        edit("0,0,1,0.5\n", "", "errors.csv: errors 49, expected 50 at a test accuracy of 0.95"),
        edit("0,0,1,0.5\n", "0,0,1,0.5\n999,0,1,0.5\n", "errors.csv: errors 51, expected 50"),
        edit("0,0,1,0.5\n", "1000,0,1,0.5\n", "errors.csv:2: index 1000, expected 0 to 999"),
        edit("0,0,1,0.5\n", "1,0,1,0.5\n", "errors.csv:3: index 1, expected each image once"),
        edit("0,0,1,0.5\n", "0,10,1,0.5\n", "errors.csv:2: label 10, expected 0 to 9"),
        edit("0,0,1,0.5\n", "0,0,-1,0.5\n", "errors.csv:2: predicted -1, expected 0 to 9"),
        edit("0,0,1,0.5\n", "0,1,1,0.5\n", "errors.csv:2: predicted 1, expected another"),
        edit("0,0,1,0.5\n", "0,0,1,1.5\n", "errors.csv:2: probability 1.5, expected 0 to 1"),
        edit("0,0,1,0.5\n", "0,0,1.0,0.5\n", "errors.csv:2: predicted 1.0, expected an integer"));
  }

  @ParameterizedTest
  @MethodSource("brokenErrors")
  void refusesBrokenErrors(String from, String to, String message) throws Exception {
    Path folder = new SampleRun("a").write(results);
    replace(folder, "errors.csv", from, to);

    assertRefused(folder, message);
  }

  static Stream<Arguments> brokenCalibrations() {
    return Stream.of(
        edit("bin,", "bins,", "calibration.csv: header"),
        edit("8,500", "8,499", "calibration.csv: images 999, expected 1000, the test images"),
        edit("8,500", "15,500", "calibration.csv:3: bin 15, expected more than 15"),
        edit("0.5,0.9", "1.5,0.9", "calibration.csv:2: confidence 1.5, expected 0 to 1"),
        edit("0.5,0.9", "0.5,0.8", "calibration.csv: errors 100, expected 50, as in errors.csv"));
  }

  @ParameterizedTest
  @MethodSource("brokenCalibrations")
  void refusesABrokenCalibration(String from, String to, String message) throws Exception {
    Path folder = new SampleRun("a").write(results);
    replace(folder, "calibration.csv", from, to);

    assertRefused(folder, message);
  }

  @Test
  void readsARunWithoutCalibration() throws Exception {
    Path folder = new SampleRun("a").write(results);
    assertThat(RunFolder.read(folder).calibration().orElseThrow())
        .containsExactly(new Bin(8, 500, 0.5, 0.9), new Bin(15, 500, 0.99, 1));

    Files.delete(folder.resolve("calibration.csv"));
    assertThat(RunFolder.read(folder).calibration()).isEmpty();
  }

  @Test
  void refusesMoreErrorsOfALabelThanTheTestSetHasOfIt() throws Exception {
    Path folder =
        new SampleRun("a")
            .change(
                json -> {
                  ObjectNode data = (ObjectNode) json.get("data");
                  data.withArray("test_label_counts").removeAll().add(4).add(196);
                  for (int label = 2; label < 10; label++) {
                    data.withArray("test_label_counts").add(100);
                  }
                })
            .write(results);

    assertRefused(folder, "errors.csv: errors with label 0 5, expected 4 or fewer");
  }

  static Stream<Arguments> brokenRuns() {
    return Stream.of(
        change(json -> json.put("format", 2), "run.json: format 2, expected 1"),
        change(json -> json.remove("format"), "format"),
        change(
            json -> json.put("status", "running"), "run.json: status running, expected finished"),
        change(json -> json.put("seed", 2), "run.json: seed 2, expected that of the folder seed-1"),
        change(json -> json.remove("seed"), "seed"),
        change(json -> json.put("seed", "1"), "seed"),
        change(json -> json.remove("experiment"), "experiment: missing"),
        change(
            json -> SampleRun.experiment(json).put("name", "b"),
            "run.json: experiment.name b, expected a"),
        change(json -> SampleRun.experiment(json).put("optimizer", "adam"), "optimizer"),
        change(json -> SampleRun.experiment(json).put("epochs", 3), "expected 3"),
        change(json -> SampleRun.experiment(json).put("epochs", 2.5), "epochs"),
        change(json -> SampleRun.experiment(json).put("label_smoothing", 2), "label_smoothing"),
        change(json -> SampleRun.experiment(json).putNull("schedule"), "schedule: missing"),
        change(json -> SampleRun.experiment(json).putObject("schedule"), "one_cycle or constant"),
        change(
            json -> SampleRun.experiment(json).put("published", "model-9"),
            "run.json: published model-9, expected one of model-1, model-2, model-3"),
        change(json -> json.put("parameters", 7785), "parameters 7785, expected 7784, the sum"),
        change(json -> json.put("final_test_accuracy", 0.951), "final_test_accuracy 0.951"),
        change(json -> json.put("best_test_accuracy", 0.99), "best_test_accuracy 0.99"),
        change(json -> json.put("best_epoch", 1), "best_epoch 1, expected"),
        change(json -> json.put("best_epoch", 3), "best_epoch 3"),
        change(json -> json.put("started", "yesterday"), "yesterday"),
        change(json -> json.withArray("seconds_per_epoch").add(1), "seconds_per_epoch 3 values"),
        change(json -> json.withArray("seconds_per_epoch").set(0, -1), "seconds_per_epoch"),
        change(
            json -> ((ObjectNode) json.get("data")).put("test_images", 1001),
            "expected 10 counts with the sum 1001"),
        change(
            json -> ((ObjectNode) json.at("/data/sha256")).put("t10k-images", "`"),
            "sha256.t10k-images `, expected 64 hex digits"));
  }

  @ParameterizedTest
  @MethodSource("brokenRuns")
  void refusesARunJsonThatDoesNotFit(Consumer<ObjectNode> change, String message) throws Exception {
    assertRefused(new SampleRun("a").change(change).write(results), message);
  }

  @Test
  void refusesAKeyThatIsThereTwice() throws Exception {
    Path folder = new SampleRun("a").write(results);
    replace(folder, "run.json", "\"seed\" : 1,", "\"seed\" : 1, \"seed\" : 1,");

    assertRefused(folder, "Duplicate field 'seed'");
  }

  @Test
  void refusesTextAfterTheJson() throws Exception {
    Path folder = new SampleRun("a").write(results);
    edit(folder, "run.json", text -> text + "{}");

    assertRefused(folder, "run.json: ");
  }

  private static Consumer<ObjectNode> oneCycle(String json) {
    return run -> {
      try {
        SampleRun.experiment(run)
            .putObject("schedule")
            .set("one_cycle", new ObjectMapper().readTree(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static Arguments edit(String from, String to, String message) {
    return Arguments.of(from, to, message);
  }

  private static Arguments change(Consumer<ObjectNode> change, String message) {
    return Arguments.of(change, message);
  }

  private static void replace(Path folder, String file, String from, String to) throws IOException {
    assertThat(Files.readString(folder.resolve(file))).contains(from);
    edit(folder, file, text -> text.replaceFirst(Pattern.quote(from), to));
  }

  private static void edit(Path folder, String file, UnaryOperator<String> change)
      throws IOException {
    Path path = folder.resolve(file);
    Files.writeString(path, change.apply(Files.readString(path)), StandardCharsets.UTF_8);
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> RunFolder.read(folder))
        .isInstanceOf(InvalidRunException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
