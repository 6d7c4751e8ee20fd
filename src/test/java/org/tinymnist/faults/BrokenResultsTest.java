package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
@ExtendWith(Undisturbed.class)
class BrokenResultsTest {

  @TempDir static Path folder;

  private record Damage(String file, UnaryOperator<String> change, String said) {}

  private static final List<Damage> DAMAGES =
      List.of(
          new Damage("run.json", t -> t.replace("\"format\" : 2", "\"format\" : 0"), "format: 0"),
          new Damage("metrics.csv", t -> t.replaceAll("(?m),[^,\n]*$", ""), "metrics.csv: columns"),
          new Damage("errors.csv", t -> t.substring(0, t.length() / 2), "errors.csv"),
          new Damage("metrics.csv", t -> "<<<<<<< HEAD\n" + t, "metrics.csv: columns"),
          new Damage("run.json", t -> t.replace(ShortRun.EXPERIMENT, "../../away"), "run.json: "));

  @Test
  @DisplayName("broken and foreign files among the results")
  void leavesThemOutByNameAndShowsNothingFromThem(ShortRun run, TestReporter reporter)
      throws Exception {
    Path out = folder.resolve("results");
    run.assertFinishes(out);
    for (int i = 0; i < DAMAGES.size(); i++) {
      damage(out, i + 2, DAMAGES.get(i));
    }
    Files.createDirectories(out.resolve("photos/holidays"));
    Application.Ended ended =
        Application.PLAIN.run("report", "--out", "" + out, "--data", "" + run.data());
    ended.assertEndedWell();
    for (int i = 0; i < DAMAGES.size(); i++) {
      String place = "left out: %s/seed-%d: ".formatted(ShortRun.EXPERIMENT, i + 2);
      String said = DAMAGES.get(i).said();
      assertThat(ended.lines()).anyMatch(line -> line.startsWith(place) && line.contains(said));
    }
    assertThat(ended.lines())
        .contains("left out: photos/holidays: not a run's folder, expected seed-<n>");
    assertThat(out.resolve("report.md"))
        .content()
        .contains("%d folders of the results folder could not be".formatted(DAMAGES.size() + 1))
        .doesNotContain("±");
    reporter.publishEntry(FaultTable.TRIES, "" + (DAMAGES.size() + 1));
  }

  /** Copies the run as one of another seed, and damages a file of it. */
  private static void damage(Path out, int seed, Damage damage) throws IOException {
    Path whole = out.resolve(ShortRun.FOLDER);
    Path copy = Files.createDirectory(whole.resolveSibling("seed-" + seed));
    for (String file : List.of("run.json", "metrics.csv", "errors.csv")) {
      String text = Files.readString(whole.resolve(file));
      text = text.replace("\"seed\" : 1", "\"seed\" : " + seed);
      String changed = file.equals(damage.file()) ? damage.change().apply(text) : text;
      Files.writeString(copy.resolve(file), changed);
    }
    assertThat(copy.resolve(damage.file()))
        .content()
        .isNotEqualTo(Files.readString(whole.resolve(damage.file())));
  }
}
