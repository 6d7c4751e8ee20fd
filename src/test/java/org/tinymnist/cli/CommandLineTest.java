package org.tinymnist.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tinymnist.data.DataSet;
import org.tinymnist.data.LabeledImages;
import picocli.CommandLine;

/** The commands as a user gives them, on a small part of MNIST in four files. */
@Order(2)
class CommandLineTest {

  private static final int TRAIN = 1_280;
  private static final int TEST = 400;

  @TempDir static Path folder;
  private static Path data;
  private static Path results;
  private static Outcome run;

  private record Outcome(int exit, String out, String err) {}

  @BeforeAll
  static void trainTwoExperiments() throws IOException {
    data = SmallMnist.write(folder.resolve("part"), TRAIN, TEST);
    results = folder.resolve("results");
    run =
        execute(
            "run",
            "model-1-optimized",
            "model-2-onecycle-dropout",
            "--seeds",
            "1-2",
            "--epochs",
            "2",
            "--jobs",
            "2",
            "--data",
            data.toString(),
            "--out",
            results.toString());
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
    assertThat(results.resolve("report.md")).isNotEmptyFile();
  }

  @Test
  void writesTheFilesOfEachRunAndNothingElse() throws IOException {
    for (String experiment : List.of("model-1-optimized", "model-2-onecycle-dropout")) {
      for (int seed = 1; seed <= 2; seed++) {
        Path run = results.resolve(experiment).resolve("seed-" + seed);
        try (Stream<Path> files = Files.list(run)) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .containsExactlyInAnyOrder(
                  "metrics.csv", "calibration.csv", "errors.csv", "run.json", "saved_model");
        }
      }
    }
  }

  @Test
  void writesMetricsErrorsAndRecordThatAgree() throws IOException {
    Path run = results.resolve("model-1-optimized/seed-1");
    List<CSVRecord> metrics = csv(run.resolve("metrics.csv"));
    assertThat(metrics.get(0).getParser().getHeaderNames())
        .containsExactly(
            "epoch",
            "learning_rate",
            "momentum",
            "train_loss",
            "train_accuracy",
            "test_loss",
            "test_accuracy");
    assertThat(metrics).hasSize(2);
    double accuracy = Double.parseDouble(metrics.get(1).get("test_accuracy"));
    List<CSVRecord> errors = csv(run.resolve("errors.csv"));
    assertThat(errors).hasSize((int) Math.round((1 - accuracy) * TEST));
    LabeledImages test = DataSet.mnistTest();
    for (CSVRecord error : errors) {
      int label = test.label(Integer.parseInt(error.get("index")));
      assertThat(Integer.parseInt(error.get("label"))).isEqualTo(label);
      assertThat(Integer.parseInt(error.get("predicted"))).isNotEqualTo(label);
      // The most probable of ten classes has at least a tenth.
      assertThat(Double.parseDouble(error.get("probability"))).isBetween(0.1, 1.0);
    }
    JsonNode record = new ObjectMapper().readTree(run.resolve("run.json").toFile());
    assertThat(record.get("parameters").intValue()).isEqualTo(7_784);
    assertThat(record.get("experiment").get("epochs").intValue()).isEqualTo(2);
    assertThat(record.get("data").get("train_images").intValue()).isEqualTo(TRAIN);
    assertThat(record.get("final_test_accuracy").doubleValue()).isEqualTo(accuracy);
    assertThat(record.get("seconds_per_epoch")).hasSize(2);
    assertThat(record.get("hardware").get("device").textValue()).isEqualTo("CPU");
  }

  @Test
  void repeatsItsFilesToTheByte() throws IOException {
    Path again = folder.resolve("again");
    execute(
        "run",
        "model-2-onecycle-dropout",
        "--epochs",
        "2",
        "--data",
        data.toString(),
        "--out",
        again.toString());
    String run = "model-2-onecycle-dropout/seed-1";
    for (String file :
        List.of(
            "metrics.csv", "errors.csv", "saved_model/variables/variables.data-00000-of-00001")) {
      assertThat(again.resolve(run).resolve(file))
          .hasSameBinaryContentAs(results.resolve(run).resolve(file));
    }
  }

  @Test
  void studiesExperimentsAndTheirVariantsSeedBySeedAndKeepsWhatIsFinished() throws IOException {
    Path experiments = Files.createDirectories(folder.resolve("experiments/ablations"));
    for (String name : List.of("model-1-optimized", "ablations/model-1-batch-256")) {
      Files.copy(
          Path.of("experiments", name + ".yaml"), experiments.resolveSibling(name + ".yaml"));
    }
    Path out = folder.resolve("study");
    String[] command = {
      "study",
      "--experiments",
      experiments.getParent().toString(),
      "--epochs",
      "1",
      "--jobs",
      "1",
      "--data",
      data.toString(),
      "--out",
      out.toString()
    };
    Outcome first = execute(command);
    assertThat(first.exit()).isZero();
    assertThat(first.out().lines().filter(line -> line.contains(": written to ")))
        .hasSize(15)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).contains(", seed 1: written to ", "; 1 of 15 runs done");
              assertThat(lines.get(1)).contains(", seed 1: written to ", "; 2 of 15 runs done");
              assertThat(lines.get(14)).startsWith("model-1-optimized, seed 10: written to ");
            });
    assertThat(csv(out.resolve("study.csv"))).hasSize(15);

    // As in a clone: models of other seeds than 1 are not in the repository.
    try (Stream<Path> model = Files.walk(out.resolve("model-1-optimized/seed-2/saved_model"))) {
      for (Path file : model.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.delete(out.resolve("model-1-batch-256/seed-5/calibration.csv"));
    Outcome again = execute(command);
    assertThat(again.out().lines().filter(line -> line.contains("finished before"))).hasSize(14);
    assertThat(again.out()).contains("model-1-batch-256, seed 5: written to ");
    assertThat(csv(out.resolve("study.csv"))).hasSize(15);
  }

  /** TensorBoard's own reader reads them back in {@code make verify-tensorboard}. */
  @Test
  void writesEventFilesForTensorBoard() throws IOException {
    Path out = folder.resolve("traced");
    List<String> command =
        List.of("run", "model-1-optimized", "--epochs", "2", "--tensorboard", "--data", "" + data);
    for (int again = 0; again < 2; again++) {
      Outcome outcome =
          execute(
              Stream.concat(command.stream(), Stream.of("--out", out.toString()))
                  .toArray(String[]::new));
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
      assertThat(content.split("weights/conv1.kernel", -1)).hasSize(1 + 2);
      assertThat(content).contains("test/accuracy", "taken for");
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
            yaml.replace("epochs: 20", "epochs: 1\nvalidation: 256"));
    Path out = folder.resolve("validation");
    Outcome outcome =
        execute("run", experiment.toString(), "--data", data.toString(), "--out", out.toString());
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    JsonNode record = new ObjectMapper().readTree(out.resolve("chosen/seed-1/run.json").toFile());
    assertThat(record.get("data").get("train_images").intValue()).isEqualTo(TRAIN - 256);
    assertThat(record.get("data").get("test_images").intValue()).isEqualTo(256);
    assertThat(record.get("data").get("sha256").has(DataSet.TEST_IMAGES)).isFalse();
    assertThat(out.resolve("report.md"))
        .content()
        .contains("measured on held-out training images", "The test set was not read.");
  }

  @Test
  void writesHowOftenPredictionsAreRight() throws IOException {
    Path run = results.resolve("model-1-optimized/seed-1");
    int images = 0;
    double right = 0;
    for (CSVRecord bin : csv(run.resolve("calibration.csv"))) {
      int number = Integer.parseInt(bin.get("bin"));
      int count = Integer.parseInt(bin.get("images"));
      assertThat(Double.parseDouble(bin.get("confidence")) * 15)
          .isBetween(number - 1.0, (double) number);
      images += count;
      right += count * Double.parseDouble(bin.get("accuracy"));
    }
    assertThat(images).isEqualTo(TEST);
    assertThat(Math.round(right)).isEqualTo(TEST - csv(run.resolve("errors.csv")).size());
  }

  @Test
  void replacesTheFilesOfAnEarlierRun() throws IOException {
    Path out = folder.resolve("replaced");
    for (String epochs : List.of("1", "2")) {
      Outcome outcome =
          execute(
              "run",
              "model-1-optimized",
              "--epochs",
              epochs,
              "--data",
              data.toString(),
              "--out",
              out.toString());
      assertThat(outcome.exit()).isZero();
    }
    assertThat(out.resolve("model-1-optimized/seed-1/metrics.csv"))
        .hasSameBinaryContentAs(results.resolve("model-1-optimized/seed-1/metrics.csv"));
  }

  @Test
  void exportsAModelThatScoresExactlyAsTheTrainingDid() throws IOException {
    Path run = results.resolve("model-1-optimized/seed-1");
    List<CSVRecord> metrics = csv(run.resolve("metrics.csv"));
    int correct = (int) Math.round(Double.parseDouble(metrics.get(1).get("test_accuracy")) * TEST);
    Outcome outcome =
        execute("evaluate", "--model", run.resolve("saved_model").toString(), "--data", "" + data);
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("(%d of %d)".formatted(correct, TEST));
  }

  @Test
  void exportsAModelOfInferenceOnlyUnder150Kilobytes() throws IOException {
    Path model = results.resolve("model-1-optimized/seed-1/saved_model");
    long size = 0;
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    }
    assertThat(size).isLessThan(150_000);
    try (SavedModelBundle bundle = SavedModelBundle.load(model.toString(), "serve")) {
      assertThat(bundle.graph().operations())
          .toIterable()
          .extracting(operation -> operation.type())
          .contains("Conv2D", "VariableV2")
          .noneMatch(
              type ->
                  type.contains("Grad") || type.contains("Momentum") || type.contains("Random"));
      Signature signature =
          bundle.signatures().stream()
              .filter(s -> s.key().equals("serving_default"))
              .findFirst()
              .orElseThrow();
      assertThat(signature.inputNames()).containsExactly("images");
      assertThat(signature.outputNames())
          .containsExactlyInAnyOrder("logits", "probabilities", "classes");
    }
  }

  @Test
  void writesTheReportAgainFromTheFilesAlone() throws IOException {
    Path report = results.resolve("report.md");
    byte[] before = Files.readAllBytes(report);
    Files.delete(report);
    Outcome outcome = execute("report", "--out", results.toString(), "--data", data.toString());
    assertThat(outcome.exit()).isZero();
    assertThat(report).hasBinaryContent(before);
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
    Outcome outcome =
        execute(
            "run",
            hopeless.toString(),
            "model-1-optimized",
            "--epochs",
            "9",
            "--data",
            "" + data,
            "--out",
            out.toString(),
            "--jobs",
            "1");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).containsPattern("hopeless, seed 1: failed: diverged at epoch \\d+");
    assertThat(out.resolve("model-1-optimized/seed-1/run.json")).exists();
    assertThat(out.resolve("hopeless/seed-1")).isDirectoryContaining("glob:**run.json");
    assertThat(out.resolve("hopeless/seed-1/run.json"))
        .content()
        .contains("\"status\" : \"diverged\"");
    assertThat(out.resolve("report.md")).content().contains("1 run diverged and gave no result");
  }

  @Test
  void listsAndDescribesTheExperiments() {
    assertThat(execute("list").out())
        .contains("model-0-augmented", "model-1-", "model-2-", "model-3-baseline")
        .contains("In a study:", "record-no-fade", "model-1-batch-64");
    assertThat(execute("describe", "model-1-optimized").out())
        .contains("7,784 trainable parameters", "22x22x10", "OneCycleLR");
    assertThat(execute("describe", "record").out())
        .contains("batch_size: 64", "rotation_degrees: 5.0", "precision: float32");
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
    Outcome text = execute("predict", "--model", model.toString(), picture.toString());
    assertThat(text.exit()).isZero();
    assertThat(text.out()).startsWith(picture + ": ");
    Outcome json = execute("predict", "--model", model.toString(), "--json", picture.toString());
    JsonNode row = new ObjectMapper().readTree(json.out()).get(0);
    JsonNode digit = row.get("digits").get(0);
    assertThat(digit.get("digit").intValue()).isBetween(0, 9);
    assertThat(digit.get("probabilities")).hasSize(10);
    assertThat(digit.get("box").get("width").intValue()).isBetween(1, 20);
    assertThat(text.out()).startsWith(picture + ": " + row.get("number").asText() + " (");
  }

  @Test
  void predictsAFolderThoughOneFileIsBadAndShowsWhatTheModelSaw() throws IOException {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.copy(Path.of("src/interop/snippets/seven.png"), pictures.resolve("b.png"));
    Files.writeString(pictures.resolve("a.png"), "no picture");
    String model = results.resolve("model-1-optimized/seed-1/saved_model").toString();
    Path show = folder.resolve("show");
    Outcome outcome =
        execute(
            "predict",
            "--model",
            model,
            "--single",
            "--show",
            show.toString(),
            pictures.toString());
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).hasLineCount(1).startsWith(pictures.resolve("b.png") + ": ");
    assertThat(outcome.err())
        .hasLineCount(1)
        .startsWith("tiny-mnist: " + pictures.resolve("a.png") + ": not a picture, expected PNG");
    assertThat(javax.imageio.ImageIO.read(show.resolve("2-b.png-1.png").toFile()).getWidth())
        .isEqualTo(28);
  }

  @Test
  void namesWhatIsWrongInOneLineAndExitsWithOne() throws IOException {
    String model = results.resolve("model-1-optimized/seed-1/saved_model").toString();
    assertFails("experiments/nosuch.yaml: ", "run", "nosuch");
    assertFails(folder + ": no file train-images-idx3-ubyte", "run", "--data", folder.toString());
    assertFails(
        folder.resolve("nothing.png").toString(),
        "predict",
        "--model",
        model,
        folder + "/nothing.png");
    assertFails("results", "report", "--out", folder.resolve("no results").toString());
    Path file = Files.writeString(folder.resolve("file"), "");
    assertFails(
        file.toString(),
        "run",
        "model-1-optimized",
        "--epochs",
        "1",
        "--data",
        "" + data,
        "--out",
        file + "/results");
  }

  @Test
  void doctorTellsWhatThereIsAndWhatWillBeUsed() {
    Outcome outcome = execute("doctor", "--out", results.toString());
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("NVIDIA driver +(none|[\\d.]+)"))
        .anyMatch(line -> line.matches("GPU +none: .+"))
        .anyMatch(line -> line.matches("libcudart.so.12 +.+"))
        .anyMatch(line -> line.matches("libcudnn.so.9 +.+"))
        .anyMatch(line -> line.matches("TensorFlow +2.18.0 for the [CG]PU, .+"))
        .anyMatch(line -> line.matches("Processor +.+ cores"))
        .anyMatch(line -> line.matches("Memory +[\\d.]+ GiB"))
        .anyMatch(line -> line.matches("Results +[\\d.]+ GiB free in .+"))
        .last()
        .asString()
        .startsWith("will train on the CPU: ");
  }

  /** The tests hide the GPUs: see pom.xml. */
  @Test
  void doesNotTrainOnTheCpuInsteadOfTheGpu() {
    Path out = folder.resolve("on-no-gpu");
    Outcome doctor = execute("doctor", "--gpu", "on");
    assertThat(doctor.exit()).isEqualTo(1);
    String sentence = doctor.out().lines().reduce((a, b) -> b).orElseThrow();
    assertThat(sentence).startsWith("will not train on a GPU: ");
    assertFails(sentence, "run", "--gpu", "on", "--data", "" + data, "--out", "" + out);
    assertThat(out).doesNotExist();
  }

  @Test
  void profileTellsWhereTheTimeOfAStepGoes() throws IOException {
    Path trace = folder.resolve("trace.json");
    Outcome outcome =
        execute(
            "profile",
            "model-1-optimized",
            "--steps",
            "2",
            "--data",
            data.toString(),
            "--trace",
            trace.toString());
    assertThat(outcome.exit()).isZero();
    // Seven convolutions in the network; the gradient of the first one's input is not needed.
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("model-1-optimized: [\\d.]+ ms a step of 128 images .*"))
        .anyMatch(line -> line.matches(" +[\\d.]+ +[\\d.]+ % +7  \\w*Conv2D"))
        .anyMatch(line -> line.matches(" +[\\d.]+ +[\\d.]+ % +6  \\w*Conv2DBackpropInput"));
    JsonNode events = new ObjectMapper().readTree(trace.toFile()).get("traceEvents");
    assertThat(events.findValuesAsText("name")).anyMatch(type -> type.endsWith("Conv2D"));
    assertThat(events).allMatch(event -> event.get("dur").doubleValue() >= 0);
  }

  @Test
  void exitsWithTwoForWrongUsage() {
    for (String[] arguments :
        new String[][] {
          {"nonsense"},
          {"run", "--seeds", "3-1"},
          {"run", "--seeds", "x"},
          {"run", "--jobs", "0"},
          {"study", "--seeds", "3-1"},
          {"run", "--epochs", "0"},
          {"run", "--epochs", "many"},
          {"run", "--nonsense"},
          {"run", "--gpu", "maybe"},
          {"profile", "model-1-optimized", "--steps", "0"},
          {"evaluate"},
          {"predict", "--model", "m"},
        }) {
      Outcome outcome = execute(arguments);
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
    assertThat(execute("describe", "nosuch").err()).doesNotContain("\tat ");
    assertThat(execute("--verbose", "describe", "nosuch").err()).contains("\tat ");
  }

  @Test
  void helpsAndTellsItsVersion() {
    for (String command :
        List.of("run", "study", "report", "list", "describe", "evaluate", "predict", "doctor")) {
      Outcome help = execute(command, "--help");
      assertThat(help.exit()).isZero();
      assertThat(help.out()).startsWith("Usage: tiny-mnist " + command);
    }
    assertThat(execute("--version").out()).startsWith("tiny-mnist 1.0.0");
  }

  private static void assertFails(String message, String... arguments) {
    Outcome outcome = execute(arguments);
    String said = outcome.err() + outcome.out();
    assertThat(outcome.exit()).as(said).isEqualTo(1);
    assertThat(said).contains(message).doesNotContain("\tat ");
    assertThat(outcome.err().lines().count()).as(said).isLessThanOrEqualTo(1);
  }

  private static Outcome execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return new Outcome(line.execute(arguments), out.toString(), err.toString());
  }

  private static List<CSVRecord> csv(Path file) throws IOException {
    try (CSVParser parser =
        CSVParser.parse(
            file,
            StandardCharsets.UTF_8,
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.getRecords();
    }
  }
}
