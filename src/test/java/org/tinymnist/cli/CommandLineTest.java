package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.SmallMnist;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.results.DataSummary;
import org.tinymnist.results.Misclassified;
import org.tinymnist.results.RunFolder;
import org.tinymnist.results.RunRecord;
import org.tinymnist.results.RunResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
    String command =
        "run model-1-optimized model-2-onecycle-dropout --seeds 1-2 --epochs 2 --jobs 2";
    List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--data", data, "--out", results));
    run = Outcome.of(arguments.toArray());
  }

  /** Trains for so many epochs on the part of MNIST. */
  private static Outcome train(Object experiment, int epochs, Path out, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("run", experiment, "--epochs", epochs));
    arguments.addAll(List.of("--data", data, "--out", out));
    arguments.addAll(List.of(more));
    return Outcome.of(arguments.toArray());
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
  void writesTheFilesOfEachRunAndNothingElse() throws IOException {
    for (String experiment : List.of("model-1-optimized", "model-2-onecycle-dropout")) {
      for (int seed = 1; seed <= 2; seed++) {
        Path run = results.resolve(experiment).resolve("seed-" + seed);
        try (Stream<Path> files = Files.list(run)) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .containsExactlyInAnyOrder("metrics.csv", "errors.csv", "run.json", "saved_model");
        }
      }
    }
  }

  @Test
  void writesMetricsErrorsAndRecordThatAgree() throws IOException {
    RunResult run = RunFolder.read(results.resolve(RUN));
    assertThat(run.epochs()).hasSize(2);
    LabeledImages test = DataSet.mnistTest();
    assertThat(run.misclassified()).isNotEmpty();
    for (Misclassified wrong : run.misclassified()) {
      assertThat(wrong.label()).isEqualTo(test.label(wrong.index()));
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
  }

  @Test
  void repeatsItsFilesToTheByte() {
    Path again = folder.resolve("again");
    train("model-2-onecycle-dropout", 2, again);
    for (String file : SAME) {
      Path path = Path.of("model-2-onecycle-dropout/seed-1", file);
      assertThat(again.resolve(path)).hasSameBinaryContentAs(results.resolve(path));
    }
  }

  @Test
  void trainsAFolderSeedBySeedAndKeepsWhatIsFinished() throws IOException {
    Path experiments = Files.createDirectory(folder.resolve("mine"));
    for (String name : List.of("model-1-optimized", "model-3-baseline")) {
      Files.copy(Path.of("experiments", name + ".yaml"), experiments.resolve(name + ".yaml"));
    }
    Path out = folder.resolve("study");
    Outcome first = train(experiments, 1, out, "--seeds", "1-2", "--jobs", 1);
    assertThat(first.exit()).isZero();
    assertThat(first.out().lines().filter(line -> line.contains(": written to ")))
        .hasSize(4)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).contains(", seed 1: written to ", "; 1 of 4 runs done");
              assertThat(lines.get(1)).contains(", seed 1: written to ", "; 2 of 4 runs done");
              assertThat(lines.get(2)).contains(", seed 2: written to ", "; 3 of 4 runs done");
              assertThat(lines.get(3)).contains(", seed 2: written to ").doesNotContain("done");
            });
    assertThat(first.out()).doesNotContain("already finished");

    // As in a clone: models of other seeds than 1 are not in the repository.
    try (Stream<Path> model = Files.walk(out.resolve("model-1-optimized/seed-2/saved_model"))) {
      for (Path file : model.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.delete(out.resolve("model-3-baseline/seed-2/errors.csv"));
    // As after a kill at the very end.
    Path checkpoint = out.resolve("model-1-optimized/seed-1/.checkpoint");
    Files.writeString(checkpoint, "");
    Files.createDirectory(checkpoint.resolveSibling(".draft-1"));
    Outcome rest = train(experiments, 1, out, "--seeds", "1-2");
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
    for (String file : SAME) {
      assertThat(out.resolve(RUN + file)).hasSameBinaryContentAs(results.resolve(RUN + file));
    }
  }

  @Test
  void keepsAFinishedRunWhoseExperimentIsCalledOtherwiseSince() throws IOException {
    Path out = folder.resolve("renamed");
    Path yaml = folder.resolve("named.yaml");
    String text = Files.readString(Path.of("experiments/model-1-optimized.yaml"));
    Files.writeString(yaml, text.replaceFirst("title: .*", "title: Before"));
    train(yaml, 1, out);
    Path record = out.resolve("named/seed-1/run.json");
    String before = Files.readString(record);
    Files.writeString(yaml, text.replaceFirst("title: .*", "title: After"));
    assertThat(train(yaml, 1, out).out()).contains("already finished, kept in ");
    assertThat(before).contains("\"Before\"");
    assertThat(record).hasContent(before.replace("\"Before\"", "\"After\""));
  }

  /** TensorBoard's own reader reads them back in {@code make verify-tensorboard}. */
  @Test
  void writesEventFilesForTensorBoard() throws IOException {
    Path out = folder.resolve("traced");
    for (int again = 0; again < 2; again++) {
      Outcome outcome = train("model-1-optimized", 2, out, "--tensorboard", "--again");
      assertThat(outcome.exit()).as(outcome.err()).isZero();
    }
    Path run = out.resolve("model-1-optimized/seed-1");
    try (Stream<Path> files = Files.list(run.resolve("tensorboard"))) {
      List<Path> events = files.toList();
      assertThat(events).hasSize(1);
      String content = Files.readString(events.get(0), StandardCharsets.ISO_8859_1);
      // 1,280 images are ten steps of 128, in each of two epochs.
      for (String tag : List.of("train/loss", "train/accuracy", "learning_rate", "momentum")) {
        assertThat(content.split(tag, -1)).as(tag).hasSize(1 + 20);
      }
      for (String tag : List.of("test/loss", "test/accuracy")) {
        assertThat(content.split(tag, -1)).as(tag).hasSize(1 + 2);
      }
    }
    assertThat(run.resolve("metrics.csv"))
        .hasSameBinaryContentAs(results.resolve("model-1-optimized/seed-1/metrics.csv"));
  }

  @Test
  void measuresOnHeldOutTrainingImages() throws IOException {
    String yaml = Files.readString(Path.of("experiments/model-1-optimized.yaml"));
    Path experiment =
        Files.writeString(
            folder.resolve("chosen.yaml"),
            yaml.replace("epochs: 20", "epochs: 20\nvalidation: 256"));
    Path out = folder.resolve("validation");
    Outcome outcome = train(experiment, 1, out);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    DataSummary measured = RunFolder.read(out.resolve("chosen/seed-1")).record().data();
    assertThat(measured.trainImages()).isEqualTo(TRAIN - 256);
    assertThat(measured.testImages()).isEqualTo(256);
    assertThat(measured.sha256()).doesNotContainKey(DataSet.TEST_IMAGES);
  }

  @Test
  void exportsAModelThatScoresExactlyAsTheTrainingDid() throws IOException {
    Path run = results.resolve("model-1-optimized/seed-1");
    int correct = TEST - RunFolder.read(run).misclassified().size();
    Outcome outcome = Outcome.of("evaluate", "--model", run.resolve("saved_model"), "--data", data);
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("(%d of %d)".formatted(correct, TEST));
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
        schedule:
          constant:
            learning_rate: 10
            momentum: 0
        """);
    Path out = folder.resolve("diverging");
    Outcome outcome = train(hopeless, 9, out, "model-1-optimized", "--jobs", 1);
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).containsPattern("hopeless, seed 1: failed: diverged at epoch \\d+");
    assertThat(out.resolve("model-1-optimized/seed-1/run.json")).exists();
    assertThat(out.resolve("hopeless/seed-1")).isDirectoryContaining("glob:**run.json");
    assertThat(out.resolve("hopeless/seed-1/run.json"))
        .content()
        .containsPattern(
            "\"diverged\" : \\{\\s+\"epoch\" : [1-9],\\s+\"step\" : \\d+,\\s+\"loss\" : ");
  }

  @Test
  void listsTheExperiments() {
    assertThat(Outcome.of("list").out().lines())
        .contains("experiments", "experiments" + java.io.File.separator + "ablations")
        .anyMatch(line -> line.matches("  model-3-baseline +Model 3: constant learning rate"))
        .anyMatch(line -> line.startsWith("  model-1-batch-64 "));
  }

  @Test
  void predictsADigitInAPicture() throws IOException {
    Path picture = folder.resolve("digit.png");
    LabeledImages test = DataSet.mnistTest();
    var image =
        new java.awt.image.BufferedImage(28, 28, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = test.image(0);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % 28, i / 28, 0, Byte.toUnsignedInt(pixels[i]));
    }
    javax.imageio.ImageIO.write(image, "png", picture.toFile());
    Path model = results.resolve("model-1-optimized/seed-1/saved_model");
    Outcome text = Outcome.of("predict", "--model", model, picture);
    assertThat(text.exit()).isZero();
    assertThat(text.out()).startsWith(picture + ": ");
    Outcome json = Outcome.of("predict", "--model", model, "--json", picture);
    JsonNode row = new JsonMapper().readTree(json.out()).get(0);
    JsonNode digit = row.get("digits").get(0);
    assertThat(digit.get("digit").intValue()).isBetween(0, 9);
    assertThat(digit.get("probabilities")).hasSize(10);
    assertThat(digit.get("box").get("width").intValue()).isBetween(1, 20);
    assertThat(row.get("digit")).isEqualTo(digit.get("digit"));
    assertThat(text.out())
        .hasLineCount(1)
        .startsWith(picture + ": " + row.get("number").asString("") + " (");
  }

  @Test
  void predictsAFolderThoughOneFileIsBadAndShowsWhatTheModelSaw() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.copy(Path.of("src/interop/snippets/seven.png"), pictures.resolve("b.png"));
    Files.writeString(pictures.resolve("a.png"), "no picture");
    Files.writeString(pictures.resolve(".hidden"), "no picture");
    Path model = results.resolve("model-1-optimized/seed-1/saved_model");
    Path show = folder.resolve("show");
    Outcome outcome = Outcome.of("predict", "--model", model, "--single", "--show", show, pictures);
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).hasLineCount(1).startsWith(pictures.resolve("b.png") + ": ");
    assertThat(outcome.err())
        .hasLineCount(1)
        .startsWith("tiny-mnist: " + pictures.resolve("a.png") + ": not a picture, expected PNG");
    assertThat(ImageIO.read(show.resolve("2-b.png-1.png").toFile()).getWidth()).isEqualTo(28);
  }

  /** JDK 17 cannot take such a name from the command line there, though from a folder. */
  @Test
  void readsOrRefusesANameThatTheLocaleCannotHold() throws Exception {
    assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
    Path pictures = Files.createDirectory(folder.resolve("names"));
    Path picture = pictures.resolve("sieben-\u6570.png");
    Files.copy(Path.of("src/interop/snippets/seven.png"), picture);
    Path model = results.resolve("model-1-optimized/seed-1/saved_model");
    Path show = folder.resolve("shown");
    for (Path argument : List.of(picture, pictures)) {
      Process process =
          Outcome.start(
              List.of("env", "LC_ALL=C"), "predict", "--model", model, "--show", show, argument);
      Outcome outcome = Outcome.of(process);
      assertThat(outcome.out().lines().filter(line -> line.contains("sieben")))
          .singleElement(STRING)
          .contains(outcome.exit() == 0 ? " % at " : "try LC_ALL=C.UTF-8");
    }
    assertThat(show.resolve("1-sieben-.png-1.png")).exists();
  }

  @Test
  void warnsOfTransposedImagesAndTransposesThem() throws IOException {
    Path model = results.resolve("model-1-optimized/seed-1/saved_model");
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
    assertFails(
        file.toString(),
        "run",
        "model-1-optimized",
        "--data",
        data,
        "--out",
        file.resolve("results"));
    assertThat(missing).doesNotExist();
  }

  @Test
  void exitsWithTwoForWrongUsage() {
    for (String[] arguments :
        new String[][] {
          {"nonsense"},
          {"run", "--seeds", "3-1"},
          {"run", "--jobs", "0"},
          {"study"},
          {"run", "--epochs", "0"},
          {"run", "--epochs", "many"},
          {"run", "--nonsense"},
          {"run", "--gpu", "maybe"},
          {"evaluate"},
          {"predict", "--model", "m"},
        }) {
      Outcome outcome = Outcome.of((Object[]) arguments);
      assertThat(outcome.exit()).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(outcome.err().lines())
          .hasSizeLessThanOrEqualTo(3)
          .first()
          .asString()
          .startsWith("tiny-mnist: ");
    }
  }

  @Test
  void showsAStackTraceOnlyWhenVerbose() {
    assertThat(Outcome.of("run", "nosuch").err()).doesNotContain("\tat ");
    assertThat(Outcome.of("--verbose", "run", "nosuch").err()).contains("\tat ");
  }

  @Test
  void helpsAndTellsItsVersion() {
    for (String command : List.of("run", "report", "list", "evaluate", "predict", "doctor")) {
      Outcome help = Outcome.of(command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).startsWith("Usage: tiny-mnist " + command);
    }
    assertThat(Outcome.of("--version").out()).matches("(?s)tiny-mnist \\d+\\.\\d+\\.\\d+.*");
  }

  private static void assertFails(String message, Object... arguments) {
    Outcome outcome = Outcome.of(arguments);
    String said = outcome.said();
    assertThat(outcome.exit()).as(said).isEqualTo(1);
    assertThat(said).contains(message).doesNotContain("\tat ");
    assertThat(outcome.err().lines().count()).as(said).isLessThanOrEqualTo(1);
  }
}
