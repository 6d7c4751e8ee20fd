package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinymnist.Recipes;
import org.tinymnist.SampleRun;
import org.tinymnist.experiment.Experiment;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RunFolderTest {

  /** 50 of 1,000 images are wrong after the second epoch. */
  private static final RunResult RUN = SampleRun.of("a", 1, 0.9, 0.95);

  @TempDir Path results;

  @Test
  void readsWhatItWrote() throws Exception {
    Path folder = SampleRun.write(results, RUN);

    assertThat(RunFolder.read(folder)).isEqualTo(RUN);
    assertThat(folder)
        .isDirectoryNotContaining("glob:**/.draft")
        .isDirectoryContaining("glob:**/saved_model");
    assertThat(folder.resolve("metrics.csv"))
        .hasContent(
            """
            epoch,learning_rate,momentum,train_loss,train_accuracy,test_loss,test_accuracy
            1,0.001,0,0.5,0.93,0.4,0.9
            2,0.001,0,0.5,0.93,0.4,0.95
            """);
    assertThat(folder.resolve("errors.csv"))
        .content()
        .startsWith("index,label,predicted,probability\n0,0,1,0.5\n1,1,2,0.5001\n");
  }

  @Test
  void readsAndWritesExperimentsOfEveryKind() throws Exception {
    for (String file : List.of("model-3-baseline", "record", "ablations/model-1-fixed-momentum")) {
      Experiment experiment = Experiment.read(Path.of("experiments", file + ".yaml")).withEpochs(1);
      RunResult run = SampleRun.of(experiment, 3, 0.9);
      assertThat(RunFolder.read(SampleRun.write(results, run))).isEqualTo(run);
    }
  }

  @Test
  void tellsTheFirstEpochAtAnAccuracyAndTheConfusions() {
    assertThat(RUN.firstEpochAt(0.9)).hasValue(1);
    assertThat(RUN.firstEpochAt(0.94)).hasValue(2);
    assertThat(RUN.firstEpochAt(0.96)).isEmpty();
    assertThat(RUN.record().seconds()).isEqualTo(2 * 60.5);
    // Five of the fifty wrong images show each digit, and are predicted as the next one.
    int[][] confusion = RUN.confusion();
    for (int label = 0; label < 10; label++) {
      assertThat(confusion[label][label]).isEqualTo(95);
      assertThat(confusion[label][(label + 1) % 10]).isEqualTo(5);
    }
  }

  @Test
  void replacesAnEarlierRunsFilesAndKeepsOthers() throws Exception {
    Path folder = SampleRun.write(results, RUN);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    RunResult better = SampleRun.of("a", 1, 0.9, 0.96);
    SampleRun.write(results, better);
    assertThat(RunFolder.read(folder)).isEqualTo(better);

    RunRecord diverged =
        SampleRun.record(RUN.record().experiment(), 1)
            .ended(0, List.of(), Optional.of(new RunRecord.Divergence(2, 3, "NaN")));
    RunFolder.writeDiverged(folder, diverged);
    assertThat(RunRecord.read(folder)).isEqualTo(diverged);
    assertRefused(folder, "run.json: diverged");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("run.json", "notes.txt");
    }
  }

  @Test
  void leavesTheEarlierRunWhenAnExportFails() throws Exception {
    Path folder = SampleRun.write(results, RUN);
    RunResult better = SampleRun.of("a", 1, 0.9, 0.96);
    assertThatThrownBy(
            () ->
                RunFolder.write(
                    folder,
                    better,
                    place -> {
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");
    assertThat(RunFolder.read(folder)).isEqualTo(RUN);
    assertThat(folder.resolve(".draft")).doesNotExist();
  }

  @Test
  void isFinishedIfItIsThisVeryRunAndWhole() throws Exception {
    Path folder = SampleRun.write(results, RUN);
    Experiment experiment = RUN.record().experiment();
    assertThat(RunFolder.isFinished(folder, RUN.record().identity(), experiment)).isTrue();
    assertThat(
            RunFolder.isFinished(
                folder, SampleRun.record(experiment.withEpochs(3), 1).identity(), experiment))
        .isFalse();
    Files.delete(folder.resolve("metrics.csv"));
    assertThat(RunFolder.isFinished(folder, RUN.record().identity(), experiment)).isFalse();
    assertThat(RunFolder.isFinished(results, RUN.record().identity(), experiment)).isFalse();
  }

  /** A slip of the pen that is mended in a description does not cost a training. */
  @Test
  void isFinishedInOtherWordsToo() throws Exception {
    Path folder = SampleRun.write(results, RUN);
    Experiment renamed =
        new Experiment(
            "a",
            "In other words",
            "Why",
            Optional.of("model-1"),
            Optional.of("b"),
            0,
            RUN.record().experiment().recipe());
    assertThat(RunFolder.isFinished(folder, SampleRun.record(renamed, 1).identity(), renamed))
        .isTrue();
    assertThat(RunFolder.read(folder).record().experiment()).isEqualTo(renamed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "errors.csv", "run.json"})
  void refusesAFileThatIsMissingEmptyCutConflictingOrNoText(String file) throws Exception {
    Path path = SampleRun.write(results, RUN).resolve(file);
    byte[] whole = Files.readAllBytes(path);
    String text = new String(whole, StandardCharsets.UTF_8);
    Files.delete(path);
    assertRefused(path.getParent(), file + ": missing");
    for (String broken :
        List.of(
            "",
            text.substring(0, text.length() * 2 / 3),
            "<<<<<<< HEAD\n" + text + "=======\n" + text + ">>>>>>> other\n",
            "\u0000\u0001",
            "\"" + text)) {
      Files.writeString(path, broken);
      assertRefused(path.getParent(), file + ": ");
    }
    Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertRefused(path.getParent(), file + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # file    | in it             | in its place       | error
          metrics   | epoch,            | step,              | metrics.csv: columns [step,
          metrics   | ,test_accuracy    | ``                 | metrics.csv: columns [epoch,
          metrics   | 2,0.001,0,        | 3,0.001,0,         | metrics.csv: line 3: epoch: 3, expected an integer in [2, 2]
          metrics   | 1,0.001,          | 1,-0.001,          | metrics.csv: line 2: learning_rate: -0.001, expected a number in [0, 100]
          metrics   | 1,0.001,0,        | 1,0.001,1.5,       | metrics.csv: line 2: momentum: 1.5, expected a number in [0, 1]
          metrics   | 1,0.001,0,0.5     | 1,0.001,0,NaN      | metrics.csv: line 2: train_loss: NaN, expected
          metrics   | 1,0.001,0,0.5     | 1,0.001,0,Infinity | metrics.csv: line 2: train_loss: Infinity, expected
          metrics   | 1,0.001,0,0.5     | 1,0.001,0,1e999    | metrics.csv: line 2: train_loss: 1e999, expected
          metrics   | 1,0.001,0,0.5     | 1,0.001,0,0x1p3    | metrics.csv: line 2: train_loss: 0x1p3, expected
          metrics   | 0.4,0.95          | 0.4,95             | metrics.csv: line 3: test_accuracy: 95, expected a number in [0, 1]
          metrics   | 0.4,0.95          | 0.4,               | metrics.csv: line 3: test_accuracy: , expected a number
          metrics   | 0.4,0.95          | 0.4                | metrics.csv: line 3: 6 columns, expected 7
          metrics   | 0.4,0.95          | 0.4,0.95,1         | metrics.csv: line 3: 8 columns, expected 7
          metrics   | `\\n2,0.001,0,0.5,0.93,0.4,0.95` | `` | metrics.csv: 1 epochs, expected 2
          metrics   | 0.4,0.95          | 0.4,0.94           | errors.csv: 50 rows, expected 60 by the last accuracy
          errors    | index,            | image,             | errors.csv: columns [image,
          errors    | `0,0,1,0.5\\n`    | ``                 | errors.csv: 49 rows, expected 50
          errors    | `\\n0,0,1,0.5\\n` | `\\n1000,0,1,0.5\\n` | errors.csv: index 1000, expected 0 to 999
          errors    | `\\n0,0,1,0.5\\n` | `\\n1,0,1,0.5\\n`  | errors.csv: index 1, expected 2 to 999
          errors    | `\\n0,0,1,0.5\\n` | `\\n0,10,1,0.5\\n` | errors.csv: line 2: label: 10, expected an integer in [0, 9]
          errors    | `\\n0,0,1,0.5\\n` | `\\n0,0,-1,0.5\\n` | errors.csv: line 2: predicted: -1, expected an integer in [0, 9]
          errors    | `\\n0,0,1,0.5\\n` | `\\n0,0,1.0,0.5\\n`| errors.csv: line 2: predicted: 1.0, expected an integer
          errors    | `\\n0,0,1,0.5\\n` | `\\n0,1,1,0.5\\n`  | errors.csv: index 0: predicted is the label
          errors    | `\\n0,0,1,0.5\\n` | `\\n0,0,1,1.5\\n`  | errors.csv: line 2: probability: 1.5, expected a number in [0, 1]
          errors    | `\\n0,0,1,0.5\\n` | `\\n0,0,"1\u001b[2J",0.5\\n` | errors.csv: line 2: predicted: 1 [2J, expected an integer
          """)
  void refusesABrokenTable(String file, String found, String instead, String error)
      throws Exception {
    Path path = SampleRun.write(results, RUN).resolve(file + ".csv");
    String text = Files.readString(path);
    String changed = text.replace(found.replace("\\n", "\n"), instead.replace("\\n", "\n"));
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(path, changed);
    assertRefused(path.getParent(), error);
  }

  static Stream<Arguments> brokenRecords() {
    return Stream.of(
        change(json -> json.put("format", 1), "run.json: format: 1 does not fit"),
        change(json -> json.remove("format"), "run.json: format: "),
        change(json -> json.put("seed", 2), "run.json: seed: 2 does not fit"),
        change(json -> json.remove("seed"), "seed"),
        change(json -> json.put("seed", "1"), "seed"),
        change(json -> json.put("mood", "good"), "mood"),
        change(json -> json.remove("experiment"), "run.json: experiment"),
        change(json -> json.remove("data"), "data"),
        change(json -> json.putNull("software"), "software"),
        change(json -> experiment(json).put("name", "b"), "run.json: experiment.name: b does not"),
        change(json -> experiment(json).put("name", "../a"), "run.json: experiment.name: "),
        change(
            json -> experiment(json).put("optimizer", "adam"),
            "run.json: experiment.optimizer: unknown key, expected one of title, "),
        change(json -> experiment(json).put("epochs", 3), "run.json: seconds_per_epoch: 2 values"),
        change(
            json -> experiment(json).put("epochs", 2.5),
            "run.json: experiment.epochs: 2.5, expected an integer in [1, 10000]"),
        change(
            json -> experiment(json).put("label_smoothing", 2),
            "run.json: experiment.label_smoothing: 2, expected a number in [0, 1)"),
        change(json -> experiment(json).putNull("schedule"), "run.json: experiment.schedule"),
        change(
            json -> experiment(json).putObject("schedule"),
            "run.json: experiment.schedule: 0 keys, expected one of one_cycle, constant"),
        change(
            json -> experiment(json).put("published", "model-9"),
            "run.json: experiment.published: \"model-9\", expected one of model-1, model-2"),
        change(
            json -> ((ObjectNode) json.at("/experiment/schedule/one_cycle")).put("momentum", 0.9),
            "run.json: experiment.schedule.one_cycle.momentum: expected none with"),
        change(json -> json.put("threads", 0), "run.json: threads: 0 does not fit"),
        change(json -> json.put("parameters", 0), "run.json: parameters: 0 does not fit"),
        change(json -> json.put("started", "yesterday"), "yesterday"),
        change(
            json -> json.withArray("seconds_per_epoch").add(1),
            "run.json: seconds_per_epoch: 3 values does not fit"),
        change(
            json -> json.withArray("seconds_per_epoch").set(0, -1),
            "run.json: seconds_per_epoch: -1.0 does not fit"),
        change(json -> json.withArray("seconds_per_epoch").addNull(), "run.json: "),
        change(
            json -> ((ObjectNode) json.get("data")).put("test_images", 1001),
            "run.json: data.test_label_counts: "),
        change(
            json -> ((ObjectNode) json.get("data")).withArray("test_label_counts").remove(0),
            "run.json: data.test_label_counts: "),
        change(
            json -> {
              var counts = ((ObjectNode) json.get("data")).withArray("test_label_counts");
              counts.set(0, 4).set(1, 196);
            },
            "errors.csv: 5 rows with label 0, expected 4 at most"));
  }

  @ParameterizedTest
  @MethodSource("brokenRecords")
  void refusesARecordThatDoesNotFit(Consumer<ObjectNode> change, String error) throws Exception {
    Path file = SampleRun.write(results, RUN).resolve("run.json");
    JsonMapper mapper = new JsonMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(file.toFile());
    change.accept(json);
    mapper.writeValue(file.toFile(), json);
    assertRefused(file.getParent(), error);
  }

  @Test
  void refusesAKeyThatIsThereTwiceAndTextAfterTheEnd() throws Exception {
    Path file = SampleRun.write(results, RUN).resolve("run.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"seed\" : 1,", "\"seed\" : 1, \"seed\" : 1,"));
    assertRefused(file.getParent(), "run.json: Duplicate");
    Files.writeString(file, text + "{}");
    assertRefused(file.getParent(), "run.json: ");
  }

  /** A run that began on the CPU cannot go on, bit for bit, on a GPU. */
  @Test
  void differsOnAnotherDeviceOrWithAnotherRecipeAndNotOnAnotherProcessor() {
    RunRecord here = RUN.record();
    Hardware faster = new Hardware("CPU", "A faster one", 64, 500, true);
    Hardware gpu = new Hardware("NVIDIA H200", "A processor", 2, 23.5, true);
    assertThat(difference(here, on(faster, here))).isEmpty();
    assertThat(difference(here, on(gpu, here)))
        .contains("hardware.device was \"CPU\" and is \"NVIDIA H200\"");
    RunRecord longer = SampleRun.record(Recipes.experiment("a", Recipes.model1(9)), here.seed());
    assertThat(difference(here, longer)).contains("experiment.epochs was 2 and is 9");
  }

  private static RunRecord on(Hardware hardware, RunRecord r) {
    return new RunRecord(
        r.format(),
        r.experiment(),
        r.seed(),
        r.data(),
        r.software(),
        hardware,
        64,
        "2027-01-01T00:00:00Z",
        0,
        List.of(),
        Optional.empty());
  }

  private static Optional<String> difference(RunRecord was, RunRecord is) {
    return RunRecord.difference(was.identity(), is.identity());
  }

  private static ObjectNode experiment(ObjectNode json) {
    return (ObjectNode) json.get("experiment");
  }

  private static Arguments change(Consumer<ObjectNode> change, String message) {
    return Arguments.of(change, message);
  }

  private static void assertRefused(Path folder, String message) {
    assertThatThrownBy(() -> RunFolder.read(folder))
        .isInstanceOf(InvalidResultException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContainPattern("[\\p{Cntrl}]");
  }
}
