package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.files.Folders;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunRecord;
import org.tinymnist.results.RunRecord.Divergence;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

/** The commands as a user gives them, on a small part of MNIST in four files. */
@Order(Order.DEFAULT + 2)
class CommandLineTest {

  private static final int TRAIN = 1_280;
  private static final int TEST = 400;
  private static final String RUN = "model-1-optimized/seed-1/";

  /** What of a run must be the same, byte for byte. */
  static final List<String> SAME =
      List.of("metrics.csv", "errors.csv", "saved_model/variables/variables.data-00000-of-00001");

  @TempDir static Path folder;
  private static Path data;
  private static Path results;
  private static Outcome run;

  @BeforeAll
  static void trainTwoExperiments() throws IOException {
    data = SmallMnist.write(folder.resolve("part"), TRAIN, TEST);
    results = folder.resolve("results");
    String line = "run model-1-optimized model-2-onecycle-dropout --seeds 1-2 --epochs 2 --jobs 2";
    run = execute(line, "--data", data, "--out", results);
  }

  private static Outcome execute(String line, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(line.split(" ")));
    arguments.addAll(List.of(more));
    return Outcome.of(arguments.toArray());
  }

  /** Trains for so many epochs on the part of MNIST. */
  private static Outcome train(Object experiment, int epochs, Path out, String more) {
    String line = "run --epochs " + epochs + " " + more;
    return execute(line.strip(), experiment, "--data", data, "--out", out);
  }

  private static Outcome train(Object experiment, int epochs, Path out) {
    return train(experiment, epochs, out, "");
  }

  @Test
  void saysOneLineAnEpochAndWhereTheReportIs() {
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .filteredOn(line -> line.startsWith("model-1-optimized, seed 2: epoch "))
        .hasSize(2)
        .allMatch(line -> line.contains("test loss") && line.endsWith("left"));
    assertThat(run.out().lines().reduce((a, b) -> b))
        .contains("Report: " + results.resolve("report.md"));
  }

  @Test
  void writesMetricsErrorsRecordAndModelThatAgree() throws IOException {
    assertThat(results.resolve(RUN).toFile().list())
        .containsExactlyInAnyOrder("metrics.csv", "errors.csv", "run.json", "saved_model");
    RunResult run = RunFolder.read(results.resolve(RUN));
    assertThat(run.epochs()).hasSize(2);
    assertThat(run.misclassified()).isNotEmpty();
    assertThat(run.last().testAccuracy())
        .isEqualTo((double) (TEST - run.misclassified().size()) / TEST);
    LabeledImages test = DataSet.mnistTest();
    for (Misclassified wrong : run.misclassified()) {
      assertThat(wrong.label())
          .isEqualTo(test.label(wrong.index()))
          .isNotEqualTo(wrong.predicted());
      // The most probable of ten classes has at least a tenth.
      assertThat(wrong.probability()).isBetween(0.1, 1.0);
    }
    RunRecord record = run.record();
    assertThat(record.parameters()).isEqualTo(7_784);
    assertThat(record.experiment().recipe().epochs()).isEqualTo(2);
    assertThat(record.data().trainImages()).isEqualTo(TRAIN);
    assertThat(record.data().testImages()).isEqualTo(TEST);
    assertThat(record.hardware().device()).isEqualTo("CPU");
    assertThat(record.secondsPerEpoch()).allMatch(seconds -> seconds > 0);
    Path model = results.resolve(RUN + "saved_model");
    assertThat(Outcome.of("evaluate", "--model", model, "--data", data).out())
        .contains("(%s of %s)".formatted(TEST - run.misclassified().size(), TEST));
  }

  @Test
  void trainsAFolderSeedBySeedAndKeepsWhatIsFinished() throws IOException {
    Path experiments = Files.createDirectory(folder.resolve("mine"));
    for (String name : List.of("model-1-optimized", "model-3-baseline")) {
      Files.copy(Path.of("experiments", name + ".yaml"), experiments.resolve(name + ".yaml"));
    }
    Path out = folder.resolve("study");
    Outcome first = train(experiments, 1, out, "--seeds 1-2 --jobs 1");
    assertThat(first.exit()).isZero();
    assertThat(first.out().lines().filter(line -> line.contains(": written to ")))
        .satisfiesExactly(
            line -> assertThat(line).contains(", seed 1: written to ", "; 1 of 4 runs done"),
            line -> assertThat(line).contains(", seed 1: written to ", "; 2 of 4 runs done"),
            line -> assertThat(line).contains(", seed 2: written to ", "; 3 of 4 runs done"),
            line -> assertThat(line).contains(", seed 2: written to ").doesNotContain("done"));
    assertThat(first.out()).doesNotContain("already finished");

    // As in a clone: models of other seeds than 1 are not in the repository.
    Folders.delete(out.resolve("model-1-optimized/seed-2/saved_model"));
    Files.delete(out.resolve("model-3-baseline/seed-2/errors.csv"));
    // As after a kill at the very end.
    Path checkpoint = out.resolve("model-1-optimized/seed-1/.checkpoint");
    Files.writeString(checkpoint, "");
    Files.createDirectory(checkpoint.resolveSibling(".draft-1"));
    Outcome rest = train(experiments, 1, out, "--seeds 1-2");
    assertThat(rest.exit()).isZero();
    assertThat(rest.out().lines().filter(line -> line.contains("already finished, kept in ")))
        .hasSize(3);
    assertThat(checkpoint).doesNotExist();
    assertThat(checkpoint.resolveSibling(".draft-1")).doesNotExist();
    assertThat(rest.out()).contains("model-3-baseline, seed 2: written to ");
    assertThat(out.resolve("model-3-baseline/seed-2/errors.csv")).exists();
  }

  @Test
  void trainsAFinishedRunAgainIfAskedToOrIfItsExperimentChanged() throws IOException {
    Path out = folder.resolve("kept");
    Path record = out.resolve(RUN + "run.json");
    train("model-1-optimized", 1, out);
    byte[] before = Files.readAllBytes(record);
    assertThat(train("model-1-optimized", 1, out).out()).contains("already finished, kept in ");
    assertThat(record).hasBinaryContent(before);

    assertThat(train("model-1-optimized", 1, out, "--again").out())
        .contains("epoch 1/1", "written to ")
        .doesNotContain("already finished, kept in ");
    assertThat(train("model-1-optimized", 2, out).out()).contains("epoch 2/2");
    // Alone here, side by side there.
    for (String file : SAME) {
      assertThat(out.resolve(RUN + file)).hasSameBinaryContentAs(results.resolve(RUN + file));
    }
  }

  /** TensorBoard's own reader reads them back in {@code make verify-tensorboard}. */
  @Test
  void writesEventFilesForTensorBoard() throws IOException {
    Path out = folder.resolve("traced");
    for (int again = 0; again < 2; again++) {
      Outcome outcome = train("model-1-optimized", 2, out, "--tensorboard --again");
      assertThat(outcome.exit()).as(outcome.err()).isZero();
    }
    File[] events = out.resolve(RUN + "tensorboard").toFile().listFiles();
    assertThat(events).hasSize(1);
    String content = Files.readString(events[0].toPath(), StandardCharsets.ISO_8859_1);
    // 1,280 images are ten steps of 128, in each of two epochs.
    for (String tag : List.of("train/loss", "train/accuracy", "learning_rate", "momentum")) {
      assertThat(content.split(tag, -1)).as(tag).hasSize(1 + 20);
    }
    for (String tag : List.of("test/loss", "test/accuracy")) {
      assertThat(content.split(tag, -1)).as(tag).hasSize(1 + 2);
    }
  }

  @Test
  void measuresOnHeldOutTrainingImages() throws IOException {
    String yaml = Files.readString(Path.of("experiments/model-1-optimized.yaml"));
    Path experiment = Files.writeString(folder.resolve("chosen.yaml"), yaml + "validation: 256\n");
    Path out = folder.resolve("validation");
    Outcome outcome = train(experiment, 1, out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    DataSummary measured = RunFolder.read(out.resolve("chosen/seed-1")).record().data();
    assertThat(measured.trainImages()).isEqualTo(TRAIN - 256);
    assertThat(measured.testImages()).isEqualTo(256);
    assertThat(measured.sha256()).doesNotContainKey(DataSet.TEST_IMAGES);
  }

  @Test
  void goesOnWithTheOtherRunsWhenOneDiverges() throws IOException {
    Path hopeless = folder.resolve("hopeless.yaml");
    Files.writeString(
        hopeless,
        """
        title: Hopeless
        epochs: 20
        batch_size: 128
        label_smoothing: 0
        weight_decay: 1
        schedule: {constant: {learning_rate: 10, momentum: 0}}
        """);
    Path out = folder.resolve("diverging");
    Outcome outcome = train(hopeless, 9, out, "--jobs 1 model-1-optimized");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern(
            "hopeless, seed 1: failed: diverged at epoch [1-9], step \\d+: loss is"
                + " (NaN|Infinity); a lower learning rate may help");
    assertThat(out.resolve("model-1-optimized/seed-1/run.json")).exists();
    assertThat(out.resolve("hopeless/seed-1").toFile().list()).containsExactly("run.json");
    Divergence diverged = Study.read(out).diverged().get(0).diverged().orElseThrow();
    assertThat(out.resolve("report.md"))
        .content()
        .contains("Runs that diverged and are not counted:")
        .contains(
            "* `hopeless`, seed 1: at epoch %s, step %s."
                .formatted(diverged.epoch(), diverged.step()));
  }

  @Test
  void warnsOfTransposedImagesAndTransposesThem() throws IOException {
    Path model = results.resolve(RUN + "saved_model");
    Path emnist = Files.createDirectory(folder.resolve("emnist"));
    LabeledImages images = DataSet.loadTest(data, true);
    byte[] file = Files.readAllBytes(data.resolve("t10k-images-idx3-ubyte"));
    System.arraycopy(images.pixels(), 0, file, 16, images.pixels().length);
    Files.write(emnist.resolve("emnist-digits-test-images-idx3-ubyte"), file);
    Files.copy(
        data.resolve("t10k-labels-idx1-ubyte"),
        emnist.resolve("emnist-digits-test-labels-idx1-ubyte"));
    Outcome warned = Outcome.of("evaluate", "--model", model, "--data", emnist);
    assertThat(warned.err())
        .isEqualToIgnoringNewLines(
            "warning: "
                + emnist
                + ": test images: the images look transposed, as EMNIST's are:"
                + " try --transpose");
    Outcome upright = Outcome.of("evaluate", "--model", model, "--data", emnist, "--transpose");
    assertThat(upright.err()).isEmpty();
    assertThat(upright.out())
        .isEqualTo(Outcome.of("evaluate", "--model", model, "--data", data).out());
    assertThat(Outcome.of("evaluate", "--model", model, "--transpose").err())
        .startsWith("tiny-mnist: --transpose: not allowed for MNIST, expected --data DIR");
  }

  @Test
  void namesWhatIsWrongInOneLineAndExitsWithOne() throws IOException {
    Path model = results.resolve(RUN + "saved_model");
    Path missing = folder.resolve("nothing.png");
    assertFails("experiments/nosuch.yaml: no such file", "run", "nosuch");
    Path empty = Files.createDirectory(folder.resolve("no experiments"));
    assertFails(
        empty + ": no file train-images-idx3-ubyte", "run", "--data", empty, "--out", missing);
    assertFails(missing.toString(), "predict", "--model", model, missing);
    assertFails(empty + ": no experiments, expected *.yaml files", "run", empty);
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(train("model-1-optimized", 1, file.resolve("results")).said())
        .contains("tiny-mnist: " + file)
        .hasLineCount(1);
    assertThat(missing).doesNotExist();
  }

  private static void assertFails(String message, Object... arguments) {
    Outcome outcome = Outcome.of(arguments);
    String said = outcome.said();
    assertThat(outcome.exit()).as(said).isEqualTo(1);
    assertThat(said).contains(message).doesNotContain("\tat ");
    assertThat(outcome.err().lines().count()).as(said).isLessThanOrEqualTo(1);
  }
}
