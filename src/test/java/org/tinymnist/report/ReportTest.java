package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.analysis.SampleRuns;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.files.Folders;
import org.tinymnist.results.EpochMetrics;
import org.tinymnist.results.Reference;
import org.tinymnist.results.RunResult;
import org.tinymnist.results.Study;

class ReportTest {

  private static final String MODEL_1 = "model-1-optimized";
  private static final String HOSTILE = "A | b <script>*x*</script> [l](http://x) `c` & \u202e $1";

  private final Path results;
  private final Path reference;

  ReportTest(@TempDir Path folder) {
    results = folder;
    reference = folder.resolve("results/reference");
  }

  private static Study whole() {
    return study(
        runs(MODEL_1, 10, log("model-1"), 0),
        runs("model-2-onecycle-dropout", 5, log("model-2"), 0),
        runs("model-3-baseline", 5, log("model-3"), 0),
        runs("model-1-batch-64", 5, log("model-1"), 0.02),
        runs("model-1-literal", 5, log("model-3"), 0));
  }

  /** Writes a reference: it is one by its plan, with four of ten planned pairs of Model 1. */
  private void writeReference() throws IOException {
    SampleRuns.write(reference, whole());
    for (RunResult run : whole().runs().subList(0, 4)) {
      Path folder = reference.resolve("pytorch/model-1/seed-" + run.seed());
      Files.createDirectories(folder);
      EpochMetrics.FILE.write(folder, run.epochs());
    }
    Files.copy(
        Path.of("results/reference/pytorch/plan.csv"), reference.resolve("pytorch/plan.csv"));
  }

  private String report(Path folder) throws IOException {
    assertThat(Report.write(folder, Optional.of(SampleRuns.MNIST))).isEmpty();
    check(folder);
    return Files.readString(folder.resolve("report.md"));
  }

  /**
   * Checks what holds of every report: whole tables, no leftovers, valid charts, files behind
   * links.
   */
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
        assertThatCode(
                () ->
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()))
            .doesNotThrowAnyException();
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
        .contains("*The note* is", "*the original's logs*", "*the control group*")
        .contains(
            "**Model\u00a01: logs fit, control group incomplete.** Neither original run differs")
        .contains("on average (4 of 10 planned pairs), inside the margin of 0.10 points set")
        .contains("| Original | Tiny MNIST | Tiny MNIST − PyTorch, in percentage points |");
    assertThat(report)
        .contains("**The control group is not complete**: 4 of 10 planned pairs of Model\u00a01, 0")
        .contains("| Model\u00a02 | 0 of 20 planned pairs | – | 0.10 | – | too few pairs |")
        .contains("epochs 11 to 20*", "0 of 20 planned pairs, too few to say.")
        .contains("charts/test-accuracy.svg", "charts/mistakes.svg", "[Ablations](ablations.md)")
        .contains("## What the note claims", "| 8–10 | 1, 1 | 1 | **no** | yes |")
        .doesNotContain("yours", "[Speed]");
    assertThat(Files.readString(reference.resolve("ablations.md")))
        .contains("`model-1-batch-64`", "charts/variants-of-model-1-optimized.svg");
  }

  @Test
  void aUsersReportComparesWithTheReferenceOfTheProgramAndJudgesNoClaim() throws Exception {
    // A user's folder of any name, with no reference in it: this one is no reference either.
    Path own = results.resolve("my/reference");
    SampleRuns.write(own, run(experiment(MODEL_1), 3, real(MODEL_1, 3)));
    String report = report(own);
    assertThat(report.lines().limit(3).toList().toString())
        .contains("**Model\u00a01: as expected.** 99.53\u00a0% test accuracy; one more run of the");
    assertThat(report)
        .contains("| Yours | Reference | 95 % prediction interval | Original |")
        .contains("seed 3 | 99.53\u00a0% | ", "| as expected | inside | A processor |")
        .contains("The reference's report, `results/reference/report.md` in the project, says")
        .doesNotContain("## What the note claims", "reproduced.", "PyTorch");
    assertThat(Files.readAllLines(own.resolve("study.csv")))
        .hasSize(2)
        .element(1, STRING)
        .startsWith("model-1-optimized,3,0.9953,")
        .endsWith(",A processor");
  }

  /** Returns the training curve of a run of the project's reference. */
  private static List<EpochMetrics> real(String experiment, long seed) throws IOException {
    return Reference.read().runs().stream()
        .filter(run -> run.name().equals(experiment) && run.seed() == seed)
        .findFirst()
        .orElseThrow()
        .epochs();
  }

  @Test
  void linksTheReferencesReportFromAnyFolderOfTheProject() throws Exception {
    writeReference();
    report(reference);
    Path own = results.resolve("my/record");
    SampleRuns.write(own, run(experiment(MODEL_1), 3, log("model-1")));
    assertThat(report(own)).contains("[The reference's report](../../results/reference/report.md)");
  }

  @Test
  void threeSeedsOfAFalseRecipeAreNotSupported() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      List<EpochMetrics> curve = real("model-1-no-augmentation", seed);
      SampleRuns.write(results, run(experiment(MODEL_1), seed, curve));
    }
    // Their final accuracies are normal; their training curves are not.
    assertThat(report(results))
        .contains("**Model\u00a01: 3 of 3 runs unusual.**", "the training curve is not")
        .contains("| as expected | outside: train accuracy")
        .doesNotContain("as expected.**", "reproduced.", "supported");
  }

  @Test
  void anUnusualRunIsCalledSo() throws Exception {
    SampleRuns.write(results, run(experiment(MODEL_1), 3, climb(20, 0.985)));
    assertThat(report(results))
        .contains("**Model\u00a01: unusual.** 98.50\u00a0%")
        .contains("| <\u00a00.001 | unusually low |");
  }

  @Test
  void oneEpochOfOneModelIsNotCompared() throws Exception {
    Experiment short1 = experiment(MODEL_1).withEpochs(1);
    SampleRuns.write(results, run(short1, 1, climb(1, 0.97)));
    assertThat(report(results))
        .contains("97.00\u00a0% test accuracy after 1\u00a0epoch. Not compared")
        .doesNotContain("as expected", "reproduced.", "test-accuracy.svg");
    assertThat(results.resolve("charts/test-accuracy.svg")).doesNotExist();
  }

  @Test
  void otherDataIsNotComparedAndShowsNoDigits() throws Exception {
    SampleRuns.write(results, SampleRuns.onFashion(experiment(MODEL_1), climb(20, 0.9)));
    assertThat(report(results))
        .contains("Not compared: the data is not MNIST")
        .doesNotContain("mistakes.svg");
  }

  @Test
  void hostileTitlesAreShownAsTheyAre() throws Exception {
    Experiment e = experiment("record");
    Experiment hostile =
        new Experiment("record", HOSTILE, HOSTILE, e.published(), e.variantOf(), 0, e.recipe());
    SampleRuns.write(results, run(hostile, 1, climb(20, 0.99)));
    assertThat(report(results))
        .contains("A \\| b \\<script\\>\\*x\\*\\</script\\> \\[l\\](http://x) \\`c\\` \\& \\$1")
        .contains("<summary>A | b &lt;script&gt;*x*&lt;/script&gt; [l](http://x) `c` &amp; $1</sum")
        .doesNotContain("<script>", "\u202e");
  }

  @Test
  void brokenRunsAreLeftOutWithANote() throws Exception {
    SampleRuns.write(results, study(runs(MODEL_1, 2, log("model-1"), 0)));
    Files.writeString(results.resolve(MODEL_1).resolve("seed-2").resolve("metrics.csv"), "epoch\n");
    assertThat(Report.write(results, Optional.empty()))
        .singleElement(STRING)
        .startsWith("left out: model-1-optimized/seed-2: metrics.csv: columns");
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
  void filesOfFormerRunsGo() throws Exception {
    writeReference();
    report(reference);
    Folders.delete(reference.resolve("model-1-batch-64"));
    Folders.delete(reference.resolve("model-1-literal"));
    Report.write(reference, Optional.empty());
    assertThat(reference.resolve("ablations.md")).doesNotExist();
    assertThat(reference.resolve("charts/variants-of-model-1-optimized.svg")).doesNotExist();
    assertThat(reference.resolve("charts/mistakes.svg")).doesNotExist();
  }
}
