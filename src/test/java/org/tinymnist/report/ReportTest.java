package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.tinymnist.analysis.SampleRuns.climb;
import static org.tinymnist.analysis.SampleRuns.experiment;
import static org.tinymnist.analysis.SampleRuns.log;
import static org.tinymnist.analysis.SampleRuns.run;
import static org.tinymnist.analysis.SampleRuns.runs;
import static org.tinymnist.analysis.SampleRuns.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.results.MetricsCsv;
import org.tinymnist.results.RunRecord;
import org.tinymnist.results.Study;

class ReportTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final String HOSTILE = "A | b <script>*x*</script> [l](http://x) `c` & \u202e $1";
  private static final TestImages IMAGES =
      new TestImages(SampleRuns.TEST_IMAGES, index -> new byte[784]);

  @TempDir private Path results;
  private Path reference;

  @BeforeEach
  void placeReference() {
    reference = results.resolve(Study.REFERENCE);
  }

  private static Study whole() {
    return study(
        runs(MODEL_1, 10, log("model-1"), 0),
        runs("model-2-onecycle-dropout", 5, log("model-2"), 0),
        runs("model-3-baseline", 5, log("model-3"), 0),
        runs("model-1-batch-64", 5, log("model-1"), 0.02),
        runs("model-1-literal", 5, log("model-3"), 0));
  }

  private void writeReference() throws IOException {
    SampleRuns.write(reference, whole());
    for (int seed = 1; seed <= 10; seed++) {
      Path folder = reference.resolve("pytorch/model-1/seed-" + seed);
      Files.createDirectories(folder);
      MetricsCsv.FILE.write(folder, SampleRuns.near(log("model-1"), 900 + seed, 0));
    }
  }

  private String report(Path folder) throws IOException {
    assertThat(Report.write(folder, Optional.of(IMAGES))).isEmpty();
    check(folder);
    return Files.readString(folder.resolve("report.md"));
  }

  /** What holds of every report: whole tables, no leftovers, charts that XML readers take. */
  private static void check(Path folder) throws IOException {
    for (Path file : files(folder)) {
      String text = Files.readString(file);
      if (file.toString().endsWith(".md")) {
        assertThat(text).doesNotContain("NaN", "Infinity", "Optional", "org.tinymnist", "${");
        tables(text);
        Stream.of(text.split("[(\"]"))
            .filter(link -> link.matches("(charts/|[a-z]+\\.(md|csv)).*"))
            .map(link -> link.replaceFirst("[)\"].*", "").split("[\\s)\"]")[0])
            .forEach(link -> assertThat(file.resolveSibling(link)).exists());
      } else if (file.toString().endsWith(".svg")) {
        assertThat(text).doesNotContain("NaN", "Infinity");
        try (var in = Files.newInputStream(file)) {
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        } catch (Exception e) {
          throw new AssertionError(file + ": " + e.getMessage(), e);
        }
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Each row of a table has as many cells as its header. */
  private static void tables(String markdown) {
    int columns = 0;
    for (String line : markdown.split("\n")) {
      int cells = line.startsWith("|") ? line.replace("\\|", "").split("\\|", -1).length : 0;
      if (columns > 0 && cells > 0) {
        assertThat(cells).as(line).isEqualTo(columns);
      }
      columns = cells;
    }
  }

  @Test
  void theReferencesReportAnswersFirst() throws Exception {
    writeReference();
    String report = report(reference);
    assertThat(report.lines().limit(12).toList().toString())
        .contains("**Model\u00a01: reproduced.** 10\u00a0runs end at 99.4")
        .contains("the original's at 99.48\u00a0%, 99.53\u00a0%")
        .contains("PyTorch's mean is within 0.10 points of it")
        .contains("| Original | PyTorch | Tiny MNIST |");
    assertThat(report)
        .contains("charts/test-accuracy.svg", "charts/mistakes.svg", "[Ablations](ablations.md)")
        .contains("## What the note claims", "| 8–10 | 1, 1 | 1 | **refuted** | **supported** |")
        .doesNotContain("yours", "[Speed]");
    assertThat(Files.readString(reference.resolve("ablations.md")))
        .contains("`model-1-batch-64`", "charts/variants-of-model-1-optimized.svg");
  }

  @Test
  void readmeShowsWhatTheReportSays() throws Exception {
    writeReference();
    String[] parts = Report.readme(reference).split("\\*\\*How sure that is:\\*\\* ");
    assertThat(parts[0]).contains("| Model\u00a02 | 98.68\u00a0%, 99.04\u00a0% | – | **98.7");
    assertThat(report(reference)).contains(parts[0], "## How sure that is\n\n" + parts[1]);
  }

  @Test
  void aUsersRunStandsBesideTheReferenceThatStaysAsItIs() throws Exception {
    writeReference();
    report(reference);
    Map<Path, String> before = contents(reference);
    SampleRuns.write(results, study(List.of(run(experiment(MODEL_1), 3, log("model-1")))));
    String report = report(results);
    assertThat(report)
        .contains("**Model\u00a01: as expected.** 99.48\u00a0% test accuracy")
        .contains("| Original | Reference | One more run of it | Yours |")
        .contains("seed 3 | 99.48\u00a0% | as expected | A processor |")
        .contains("was made on A processor. Another")
        .doesNotContain("## What the note claims", "10 runs end");
    assertThat(contents(reference)).isEqualTo(before);
    assertThat(Files.readAllLines(results.resolve("study.csv")))
        .hasSize(2)
        .element(1, STRING)
        .startsWith("model-1-optimized,3,0.9948,0.9948,20,1,1,4,")
        .endsWith(",A processor");
  }

  private static Map<Path, String> contents(Path folder) throws IOException {
    return files(folder).stream()
        .collect(
            Collectors.toMap(
                file -> file,
                file -> {
                  try {
                    return Files.getLastModifiedTime(file) + Files.readString(file);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                }));
  }

  @Test
  void anUnusualRunIsCalledSo() throws Exception {
    writeReference();
    SampleRuns.write(results, study(List.of(run(experiment(MODEL_1), 3, climb(20, 0.985)))));
    assertThat(report(results))
        .contains("**Model\u00a01: unusual.** 98.50\u00a0%")
        .contains("unusually low: less than 1 in 10,000");
  }

  @Test
  void oneEpochOfOneModelIsNotCompared() throws Exception {
    writeReference();
    Experiment short1 = experiment(MODEL_1).withEpochs(1);
    SampleRuns.write(results, study(List.of(run(short1, 1, climb(1, 0.97)))));
    assertThat(report(results))
        .contains("97.00\u00a0% test accuracy after 1\u00a0epoch. That is not compared")
        .doesNotContain("as expected", "reproduced", "test-accuracy.svg", "How sure");
    assertThat(results.resolve("charts/test-accuracy.svg")).doesNotExist();
  }

  @Test
  void withoutAReferenceThereAreTwoColumns() throws Exception {
    SampleRuns.write(results, study(runs(MODEL_1, 3, log("model-1"), 0)));
    assertThat(report(results))
        .contains("| Final test accuracy | Epochs | Original | Yours |")
        .contains("within the 95 % band of yours")
        .doesNotContain("Reference |");
  }

  @Test
  void otherDataIsNotComparedAndShowsNoDigits() throws Exception {
    SampleRuns.write(
        results, study(List.of(run(experiment(MODEL_1), 1, climb(20, 0.9), "fashion"))));
    Report.write(results, Optional.of(new TestImages("b".repeat(64), index -> new byte[784])));
    check(results);
    assertThat(Files.readString(results.resolve("report.md")))
        .contains("on other data than MNIST, which is not compared")
        .doesNotContain("mistakes.svg");
  }

  @Test
  void hostileTitlesAreShownAsTheyAre() throws Exception {
    Experiment hostile = SampleRuns.titled(experiment("record"), HOSTILE);
    SampleRuns.write(results, study(List.of(run(hostile, 1, climb(20, 0.99)))));
    assertThat(report(results))
        .contains("A \\| b \\<script\\>\\*x\\*\\</script\\> \\[l\\](http://x) \\`c\\` \\& \\$1")
        .contains("<summary>A | b &lt;script&gt;*x*&lt;/script&gt; [l](http://x) `c` &amp; $1</sum")
        .doesNotContain("<script>", "\u202e");
  }

  @Test
  void pagesOfSpeedAndRuntimesAreLinkedIfTheyAreThere() throws Exception {
    writeReference();
    assertThat(report(reference)).doesNotContain("speed.md", "runtimes.md");
    Files.writeString(reference.resolve("speed.md"), "# Speed\n");
    Files.writeString(reference.resolve("runtimes.md"), "# Other runtimes\n");
    assertThat(report(reference)).contains("[Speed](speed.md) · [Other runtimes](runtimes.md)");
  }

  @Test
  void whatIsBrokenIsLeftOutWithANote() throws Exception {
    SampleRuns.write(results, study(runs(MODEL_1, 2, log("model-1"), 0)));
    Files.writeString(results.resolve(MODEL_1).resolve("seed-2").resolve("metrics.csv"), "epoch\n");
    List<String> notes = Report.write(results, Optional.empty());
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).startsWith("left out: model-1-optimized/seed-2: metrics.csv: columns");
    check(results);
    assertThat(Files.readString(results.resolve("report.md"))).contains("Not counted:");
  }

  @Test
  void noRunIsNoReport() {
    assertThatThrownBy(() -> Report.write(results, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessage(results + ": no finished run");
    assertThat(results).isEmptyDirectory();
  }

  @Test
  void whatThereIsNothingToSayOfAnyMoreGoes() throws Exception {
    writeReference();
    report(reference);
    Files.delete(reference.resolve("model-1-batch-64/seed-1/" + RunRecord.FILE));
    for (String variant : List.of("model-1-batch-64", "model-1-literal")) {
      for (Path file : files(reference.resolve(variant))) {
        Files.delete(file);
      }
    }
    Report.write(reference, Optional.empty());
    assertThat(reference.resolve("ablations.md")).doesNotExist();
    assertThat(reference.resolve("charts/variants-of-model-1-optimized.svg")).doesNotExist();
    assertThat(reference.resolve("charts/mistakes.svg")).doesNotExist();
  }

  @Test
  void theSameRunsGiveTheSameReport() throws Exception {
    writeReference();
    report(reference);
    Map<String, String> first = new TreeMap<>();
    for (Path file : files(reference)) {
      first.put(file.toString(), Files.readString(file));
    }
    report(reference);
    for (Path file : files(reference)) {
      assertThat(Files.readString(file)).isEqualTo(first.get(file.toString()));
    }
  }
}
