package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tinymnist.experiment.Experiment;

class ReadmeTest {

  private static final Path README = Path.of("README.md");
  private static final Path REPORT = Path.of("results/report.md");

  @Test
  void showsTheReportsTableOfResults() throws Exception {
    CommittedResults.assume();
    String head = "| Experiment | Test accuracy";
    assertThat(table(README, head)).isNotEmpty().isEqualTo(table(REPORT, head));
  }

  @Test
  void showsTheReportsTableOfSpeed() throws Exception {
    CommittedResults.assume();
    String head = "| System | Way";
    assertThat(table(README, head)).isNotEmpty().isEqualTo(table(REPORT, head));
    List<String> conclusions =
        Files.readAllLines(REPORT).stream()
            .filter(
                line -> line.matches("\\* (One run on one core:|All cores:|.* runs at once do) .*"))
            .map(ReadmeTest::oneLine)
            .toList();
    assertThat(conclusions).hasSize(3);
    assertThat(oneLine(readme())).contains(conclusions);
  }

  @Test
  void showsTheReportsTableOfSpeedups() throws Exception {
    CommittedResults.assume();
    String head = "| Without |";
    assertThat(table(README, head)).isNotEmpty().isEqualTo(table(REPORT, head));
  }

  @Test
  void statesTheRecordAsTheReportDoes() throws Exception {
    CommittedResults.assume();
    Matcher sentences =
        Pattern.compile("`record`, trained on all .*").matcher(Files.readString(REPORT));
    assertThat(sentences.find()).isTrue();
    assertThat(oneLine(readme())).contains(oneLine(sentences.group()));
  }

  @Test
  void namesWhatGivesThePublishedFiguresAsTheReportDoes() throws Exception {
    CommittedResults.assume();
    List<String> given =
        Files.readAllLines(REPORT).stream()
            .filter(line -> line.startsWith("All the figures are given by "))
            .toList();
    assertThat(given).hasSize(3);
    List<String> named = List.of("model-0-augmented", "model-2-augmented", "model-3-augmented");
    for (int model = 0; model < 3; model++) {
      assertThat(given.get(model)).contains("`" + named.get(model) + "`");
      assertThat(readme()).contains("`" + named.get(model) + "`");
    }
  }

  @Test
  void showsAnExperimentThatCanBeRead(@TempDir Path folder) throws IOException {
    Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(block.find()).isTrue();
    Path file = Files.writeString(folder.resolve("readme.yaml"), block.group(1));
    assertThat(Experiment.read(file).recipe().epochs()).isEqualTo(20);
  }

  @Test
  void linksToFilesThatExist() throws IOException {
    String prose = readme().replaceAll("(?s)```.*?```", "");
    Matcher link =
        Pattern.compile("(?:\\]\\(|src=\"|srcset=\")(?!https?:|#)([^)\"]+)").matcher(prose);
    int count = 0;
    while (link.find()) {
      assertThat(Path.of(link.group(1))).exists();
      count++;
    }
    assertThat(count).isPositive();
  }

  /** The first table whose head begins so, its links taken off. */
  private static List<String> table(Path file, String head) throws IOException {
    return Files.readAllLines(file).stream()
        .dropWhile(line -> !line.startsWith(head))
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1"))
        .toList();
  }

  /** With every kind of white space as one space. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\s\u00a0]+", " ").strip();
  }

  private static String readme() throws IOException {
    return Files.readString(README);
  }
}
