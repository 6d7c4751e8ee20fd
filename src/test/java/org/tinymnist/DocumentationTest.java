package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tinymnist.data.DataSet;
import org.tinymnist.experiment.Experiment;
import org.tinymnist.report.Report;

class DocumentationTest {

  /** A target in Markdown or HTML; those on the web are not asked for. */
  private static final Pattern LINK =
      Pattern.compile("(?:\\]\\(|(?:src|srcset|href)=\")(?!https?:|mailto:)([^)\"\\s]+)");

  static List<Path> pages() throws IOException {
    Path site = Path.of("src/site/markdown");
    try (Stream<Path> pages = Files.exists(site) ? Files.walk(site) : Stream.of()) {
      return Stream.concat(
              Stream.of(Path.of("README.md")),
              pages.filter(page -> page.toString().endsWith(".md")))
          .toList();
    }
  }

  /** Links to a heading lead to one: its words in lower case, with hyphens. */
  @ParameterizedTest
  @MethodSource("pages")
  void leadsToFilesAndHeadingsThatExist(Path page) throws IOException {
    String prose = Files.readString(page).replaceAll("(?s)```.*?```|`[^`]*`", "");
    Matcher link = LINK.matcher(prose);
    int count = 0;
    while (link.find()) {
      String[] target = link.group(1).split("#", 2);
      Path file = target[0].isEmpty() ? page : page.resolveSibling(target[0]).normalize();
      assertThat(file).exists();
      if (target.length == 2 && file.toString().endsWith(".md")) {
        assertThat(anchors(file)).as(link.group(1)).contains(target[1]);
      }
      count++;
    }
    assertThat(count).as("links of %s", page).isPositive();
  }

  /** If this fails: {@code make report OUT=results/reference}. */
  @Test
  void showsWhatTheReferencesRunsShow(@TempDir Path folder) throws IOException {
    Path reference = Path.of("results/reference");
    Path copy = folder.resolve(reference);
    for (Path file : files(reference)) {
      if (file.toString().matches(".*\\.(md|csv|svg|json)")) {
        Path to = copy.resolve(reference.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    String readme = Files.readString(Path.of("README.md"));
    Files.writeString(
        folder.resolve("README.md"),
        readme.replaceFirst(
            "(?s)(<!-- Written by make report .*? -->).*(<!-- End)", "$1\nold\n$2"));
    assertThat(Report.write(copy, Optional.of(DataSet.mnist()))).isEmpty();
    for (Path file : files(copy)) {
      assertThat(reference.resolve(copy.relativize(file))).hasSameTextualContentAs(file);
    }
    assertThat(Path.of("README.md")).hasSameTextualContentAs(folder.resolve("README.md"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
        .toList();
  }

  @Test
  void showsExperimentsThatCanBeRead(@TempDir Path folder) throws IOException {
    int count = 0;
    for (Path page : pages()) {
      Matcher block =
          Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(page));
      while (block.find()) {
        if (block.group(1).contains("schedule:")) {
          Path file = Files.writeString(folder.resolve("shown.yaml"), block.group(1));
          assertThat(Experiment.read(file).recipe().epochs()).isPositive();
          count++;
        }
      }
    }
    assertThat(count).isPositive();
  }
}
