package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {
  private static final String SHA256 = "0".repeat(64);
  private static final String DASHES = "stroke-dasharray:6,4";
  private static final List<String> SVG =
      Stream.of(
              "test-accuracy",
              "learning-rate",
              "momentum",
              "final-accuracy",
              "gap",
              "calibration",
              "confusion")
          .flatMap(name -> Stream.of(name + "-light.svg", name + "-dark.svg"))
          .toList();

  @TempDir Path results;

  @Test
  void setsMeasuredFiguresBesideThePublishedOnes() throws IOException {
    single(0.993, 0.989, 0.93);

    assertThat(write())
        .contains("Highest test accuracy after the last epoch: **99.30 %**")
        .contains(
            "| [Title of m1](#title-of-m1) | **99.30 %** | 99.48 % | −0.18 | 99.30 % (1) | 7,784"
                + " | 20 min 10 s |")
        .contains("| **98.90 %** | 98.5 to 99.0 % | in range |")
        .contains("| **93.00 %** | 94.47 % | −1.47 |")
        .contains("| 20 | 93.00 | 99.15 | −6.15 | 99.30 | 99.48 | −0.18 | 0.5000 | 0.4000 |")
        .contains(
            "| 1 | 93.00 | 10.49 | +82.51 | 93.00 | 16.72 | +76.28 | 0.5000 | 2.2837 | −1.7837"
                + " | 0.4000 | 2.1721 | −1.7721 |")
        .contains("| *Model 2, published* | *8–10* | *12–14* | *never* | *98.5 to 99.0 %* | – |")
        .contains("| [Title of m3](#title-of-m3) | 1 | never | never | 93.00 % | 93.00 % |")
        .contains("make experiments EXPERIMENTS=m1 SEEDS=1 EPOCHS=20");
  }

  @Test
  void changesWhatItSaysWithTheNumbers() throws IOException {
    single(0.993, 0.989, 0.93);
    assertThat(write())
        .contains("| 99.30 % → 98.90 % | cannot be told | It takes 3 seeds. |")
        .contains("In the note, Model 1's train accuracy ends below its test accuracy.")
        .contains("So it does here.");

    model(1).endsAt(0.993).trainAccuracy(0.999).write(results);
    model(2).endsAt(0.9).write(results);
    assertThat(write())
        .contains("| 99.30 % → 90.00 % | **holds** | Too clear to need more seeds. |")
        .contains("Here it ends above.")
        .doesNotContain("So it does here.")
        .doesNotContain("a hint");
  }

  @Test
  void readsAHintFromAnAugmentedRunOnlyIfItTurnsTheSign() throws IOException {
    model(1).endsAt(0.993).trainAccuracy(0.999).write(results);
    augmented().trainAccuracy(0.99).write(results);
    assertThat(write()).contains("(`m0`) it ends below, as published: a hint");

    augmented().trainAccuracy(0.999).write(results);
    assertThat(write())
        .contains("Augmented training images alone (`m0`) do not always turn that round.")
        .doesNotContain("a hint");

    augmented()
        .trainAccuracy(0.99)
        .change(json -> SampleRun.experiment(json).put("batch_size", 64))
        .write(results);
    assertThat(write()).contains("Here it ends above.").doesNotContain("`m0`) ");
  }

  @Test
  void setsAModelsPublishedConvergenceBesideOneExperimentOnly() throws IOException {
    model(1).endsAt(0.993).write(results);
    augmented().write(results);

    assertThat(write().split("Model 1, published", -1)).hasSize(2);
    assertThat(write())
        .contains("Here, Model 1 is `m1`.")
        .contains("| [Title of m0](#title-of-m0) | **99.30 %** | 99.48 % | −0.18 |");
  }

  @Test
  void givesMeanAndDeviationOverTheSeeds() throws IOException {
    model(1).seed(1).endsAt(0.993).write(results);
    model(1).seed(2).endsAt(0.995).write(results);

    // The deviation of 99.3 and 99.5 is sqrt(0.02) = 0.14.
    assertThat(write())
        .contains("| **99.40 ± 0.14 %** | 99.48 % | −0.08 | 99.40 ± 0.14 % |")
        .contains("1 experiment, seeds 1 to 2")
        .contains("| 2 | 99.50 % | 93.00 % | 99.50 % (1) | 20 min 10 s |")
        .contains("With several seeds, figures are mean ± standard deviation.")
        .contains(
            "the mean over its seeds: Title of m1. Its 2 seeds take 5 to 7 of 1,000 test images")
        .contains("12 in all.");
  }

  @Test
  void showsTheConfusionMatrixOfTheBestModel() throws IOException {
    new SampleRun("a").testAccuracies(0.985).write(results);

    // 15 errors: image i shows i % 10 and is taken for the next digit.
    assertThat(write())
        .contains(
            "With seed 1 it takes 15 of 1,000 test images for another digit. Most often: 0 for 1 (2"
                + " times), 1 for 2 (2 times), 2 for 3 (2 times).")
        .contains("| **0** | **98** | 2 | · | · | · | · | · | · | · | · | 98.00 % |")
        .contains("| **9** | 1 | · | · | · | · | · | · | · | · | **99** | 99.00 % |");
  }

  @Test
  void drawsTheMistakesFromTheTestSetThatTheRunWasTestedOn() throws IOException {
    new SampleRun("a").testAccuracies(0.985).write(results);

    assertThat(write(new TestImages(SHA256, index -> new byte[784])))
        .contains("All mistakes of seed 1 ([list](a/seed-1/errors.csv)), the surest first")
        .contains("15 digits taken for another");
    BufferedImage light = ImageIO.read(results.resolve("charts/mistakes-light.png").toFile());
    // Two rows of ten, at twice the density of the page's 880 pixels.
    assertThat(light.getWidth()).isEqualTo(1760);
    assertThat(results.resolve("charts/mistakes-dark.png")).exists();
  }

  @Test
  void showsWhatMostSeedsGetWrong() throws IOException {
    new SampleRun("a").seed(1).testAccuracies(0.985).write(results);
    new SampleRun("a").seed(2).testAccuracies(0.990).write(results);
    new SampleRun("a").seed(3).testAccuracies(0.995).write(results);

    // Runs err on the first images, 15, 10 and 5 of them: two of three on the first 10.
    assertThat(write(new TestImages(SHA256, index -> new byte[784])))
        .contains("10 digits that most seeds take for another")
        .contains(
            "Its 3 seeds take 5 to 15 of 1,000 test images each for another digit, 30 in all.")
        .contains("| **0** | **296** | 4 | · | · | · | · | · | · | · | · | 98.67 % |");
    assertThat(results.resolve("charts/votes-dark.png")).exists();
  }

  @Test
  void saysHowSureTheModelsAre() throws IOException {
    new SampleRun("a").testAccuracies(0.95).write(results);

    // Half of the images: confidence 0.5, accuracy 0.9; half: 0.99 and 1. (0.4 + 0.01) / 2 = 0.205.
    assertThat(write()).contains("| Title of a | 74.50 % | 95.00 % | 20.50 % |");

    Files.delete(results.resolve("a/seed-1/calibration.csv"));
    assertThat(write()).doesNotContain("## Calibration");
    assertThat(results.resolve("charts/calibration-light.svg")).doesNotExist();
  }

  @Test
  void drawsNoMoreThanTheHundredSurestMistakes() throws IOException {
    new SampleRun("a").testAccuracies(0.5).write(results);

    assertThat(write(new TestImages(SHA256, index -> new byte[784])))
        .contains("The 100 surest of the 500 mistakes of seed 1 (");
  }

  @Test
  void saysWhyThereIsNoPictureOfTheMistakes() throws IOException {
    new SampleRun("a").testAccuracies(0.985).write(results);
    write(new TestImages(SHA256, index -> new byte[784]));

    assertThat(write(new TestImages("1".repeat(64), index -> new byte[784])))
        .contains("There is no picture of these images: the test images at hand are not those");
    assertThat(results.resolve("charts/mistakes-light.png")).doesNotExist();
    assertThat(write()).contains("There is no picture of these images: the test images are not at");
  }

  @Test
  void hasNothingToShowOfAModelWithoutMistakes() throws IOException {
    new SampleRun("a").testAccuracies(1.0).write(results);

    assertThat(write(new TestImages(SHA256, index -> new byte[784])))
        .contains("With seed 1 it takes 0 of 1,000 test images for another digit.")
        .doesNotContain("no picture")
        .doesNotContain("Most often");
    assertThat(results.resolve("charts/mistakes-light.png")).doesNotExist();
  }

  @Test
  void namesWhatItLeavesOutAndShowsNoNumberFromIt() throws IOException {
    new SampleRun("a").testAccuracies(0.9).write(results);
    Path broken = new SampleRun("b").testAccuracies(0.987).write(results);
    Files.writeString(broken.resolve("errors.csv"), "index,label,predicted,probability\n");

    Report report = Report.write(results, Optional.empty());
    String text = read(report);

    assertThat(report.warnings())
        .containsExactly("b/seed-1: errors.csv: errors 0, expected 13 at a test accuracy of 0.987");
    assertThat(text)
        .contains("> 1 folder of the results folder could not be used")
        .contains("| b/seed-1 | errors.csv: errors 0, expected 13 at a test accuracy of 0.987 |")
        .doesNotContain("98.70")
        .doesNotContain("Title of b");
  }

  @Test
  void showsARunThatDivergedApartFromAllFigures() throws IOException {
    new SampleRun("finished").write(results);
    new SampleRun("hopeless")
        .change(
            json -> {
              json.put("status", "diverged");
              json.putObject("diverged_at").put("epoch", 2).put("step", 7).put("loss", "NaN");
              json.remove(List.of("network", "final_test_accuracy", "seconds_per_epoch"));
            })
        .write(results);
    String report = write();
    assertThat(report)
        .contains("> 1 run diverged and gave no result: see [Diverged](#diverged).")
        .contains("| `hopeless` | Title of hopeless | 1 | 2 | 7 | NaN |")
        .doesNotContain("could not be used");
    assertThat(report.split("\n## Diverged")[0]).doesNotContain("hopeless");
  }

  @Test
  void saysNothingOfLeavingOutWhereNothingIs() throws IOException {
    new SampleRun("a").write(results);

    assertThat(write()).doesNotContain("Left out").doesNotContain("WARNING");
  }

  @Test
  void comparesNoRunOfAnotherLength() throws IOException {
    model(1).testAccuracies(0.97).write(results);

    assertThat(write())
        .contains("| **97.00 %** | 99.48 % | – |")
        .contains("a run of another length gets no difference and no verdict")
        .contains("publ.*: the note's figure, of a run of 20 epochs;")
        .doesNotContain("Dashed")
        .contains("<details open>");
  }

  @Test
  void setsNothingBesideOtherDataThanMnist() throws IOException {
    model(1)
        .endsAt(0.9)
        .change(json -> ((ObjectNode) json.get("data")).put("name", "Fashion"))
        .write(results);

    assertThat(write())
        .contains("The note's figures are MNIST's; these runs used other data.")
        .contains("| **90.00 %** | – | – |")
        .doesNotContain("publ.")
        .doesNotContain("Dashed");
  }

  @Test
  void showsTheSettings() throws IOException {
    new SampleRun("a")
        .change(
            json -> {
              ObjectNode experiment = SampleRun.experiment(json);
              experiment
                  .putObject("schedule")
                  .putObject("one_cycle")
                  .put("max_lr", 0.05)
                  .put("pct_start", 0.2)
                  .put("div_factor", 10)
                  .put("final_div_factor", 100)
                  .put("anneal", "cos")
                  .put("cycle_momentum", true)
                  .put("base_momentum", 0.85)
                  .put("max_momentum", 0.95);
              experiment.putObject("dropout").put("blocks", 0.1).put("dense", 0.2);
              experiment
                  .putObject("augmentation")
                  .put("rotation_degrees", 10)
                  .put("shift_pixels", 2)
                  .put("scale", 0.1)
                  .put("shear", 0);
            })
        .write(results);

    // 0.05 / 10 = 0.005, and 0.005 / 100 = 5e-05.
    assertThat(write())
        .contains("OneCycleLR: 0.005 → 0.05 in 20 % of the steps, → 5e-05 in the rest")
        .contains("| Momentum | 0.95 → 0.85 → 0.95, against the learning rate |")
        .contains("| Dropout | 0.1 after the convolution blocks, 0.2 before the dense layer |")
        .contains("| Augmentation | rotation ±10°, shift ±2 px, scale ±10 % |");
  }

  @Test
  void showsTextFromFilesAsItIs() throws IOException {
    new SampleRun("a")
        .change(
            json ->
                SampleRun.experiment(json)
                    .put("title", "A | <b>title</b>")
                    .put("description", "Line one\n\n# not a heading `x`"))
        .write(results);

    assertThat(write())
        .contains("### A \\| \\<b\\>title\\</b\\>\n")
        .contains("`a`: Line one \\# not a heading \\`x\\`.\n");
  }

  @Test
  void writesTheSameBytesFromTheSameFiles() throws IOException {
    single(0.993, 0.989, 0.93);
    TestImages images = new TestImages(SHA256, index -> new byte[784]);
    write(images);
    Map<String, byte[]> first = files();
    write(images);

    assertThat(files()).containsExactlyInAnyOrderEntriesOf(first);
  }

  @Test
  void writesTheSameInEveryLocale() throws IOException {
    single(0.993, 0.989, 0.93);
    write();
    Map<String, byte[]> first = files();
    Locale locale = Locale.getDefault();
    try {
      // Arabic has digits of its own.
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      write();
    } finally {
      Locale.setDefault(locale);
    }

    assertThat(files()).containsExactlyInAnyOrderEntriesOf(first);
  }

  @Test
  void leavesNoTemporaryFile() throws IOException {
    new SampleRun("a").write(results);
    write();

    assertThat(files().keySet()).noneMatch(name -> name.endsWith(".tmp"));
  }

  @Test
  void writesWellFormedSvgWithoutFontsOrScripts() throws Exception {
    single(0.993, 0.989, 0.93);
    write();

    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    DocumentBuilder parser = factory.newDocumentBuilder();
    for (String name : SVG) {
      Document svg = parser.parse(results.resolve("charts").resolve(name).toFile());
      Element root = svg.getDocumentElement();
      assertThat(root.getTagName()).as(name).isEqualTo("svg");
      assertThat(root.getAttribute("width")).as(name).isEqualTo("880px");
      assertThat(svg.getElementsByTagName("text").getLength()).as(name).isZero();
      assertThat(svg.getElementsByTagName("script").getLength()).as(name).isZero();
    }
  }

  @Test
  void drawsPublishedCurvesDashedAndOnlyThose() throws IOException {
    new SampleRun("a").endsAt(0.99).write(results);
    write();
    assertThat(chart("test-accuracy-light.svg").contains(DASHES)).isFalse();

    model(1).endsAt(0.99).write(results);
    write();
    assertThat(chart("test-accuracy-light.svg").contains(DASHES)).isTrue();
  }

  @Test
  void drawsRunsOfASingleEpochAndOfFullAccuracy() throws IOException {
    new SampleRun("a").testAccuracies(1.0).write(results);
    new SampleRun("b").testAccuracies(0.0).write(results);
    write();

    // There is no mistake to draw a confusion matrix of.
    for (String name : SVG.stream().filter(name -> !name.startsWith("confusion")).toList()) {
      assertThat(chart(name).matches("(?s).*(NaN|Infinity|∞).*")).as(name).isFalse();
    }
  }

  @Test
  void pointsOnlyToWhatIsThere() throws IOException {
    single(0.993, 0.989, 0.93);
    String text = write(new TestImages(SHA256, index -> new byte[784]));

    Matcher files =
        Pattern.compile("(?:src|srcset)=\"([^\"]+)\"|]\\(([^#)][^)]*)\\)").matcher(text);
    int found = 0;
    while (files.find()) {
      String file = files.group(1) == null ? files.group(2) : files.group(1);
      assertThat(results.resolve(file)).exists();
      found++;
    }
    // Seven charts and the mistakes, light and dark, and the list of the mistakes.
    assertThat(found).isEqualTo(17);

    Matcher anchors = Pattern.compile("]\\((#[^)]+)\\)").matcher(text);
    List<String> headings =
        text.lines().filter(line -> line.matches("#+ .*")).map(ReportTest::anchor).toList();
    while (anchors.find()) {
      assertThat(headings).contains(anchors.group(1));
    }
  }

  @Test
  void failsInOneLineWithoutRuns() {
    assertThatThrownBy(() -> Report.write(results, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no finished run");
    assertThat(results.resolve("report.md")).doesNotExist();
  }

  private static String anchor(String heading) {
    return Markdown.anchor(heading.replaceFirst("#+ ", ""));
  }

  private void single(double model1, double model2, double model3) throws IOException {
    model(1).endsAt(model1).write(results);
    model(2).endsAt(model2).write(results);
    model(3).endsAt(model3).write(results);
  }

  private static SampleRun model(int number) {
    return new SampleRun("m" + number).published("model-" + number);
  }

  private static SampleRun augmented() {
    return new SampleRun("m0").published("model-1").endsAt(0.993).change(SampleRun::augment);
  }

  private String write() throws IOException {
    return read(Report.write(results, Optional.empty()));
  }

  private String write(TestImages images) throws IOException {
    return read(Report.write(results, Optional.of(images)));
  }

  /** Returns the report's text with plain spaces, which are easier to write down in a test. */
  private static String read(Report report) throws IOException {
    return Files.readString(report.file()).replace('\u00a0', ' ');
  }

  private String chart(String name) throws IOException {
    return Files.readString(results.resolve("charts").resolve(name));
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(results)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(results.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }
}
