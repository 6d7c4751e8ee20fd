package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
  void leavesThemOutByNameAndShowsNothingFromThem(ShortRun run) throws Exception {
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
    assertThat(out.resolve("report.md"))
        .content()
        .contains("Not counted:")
        .containsPattern("(\\* left out: .*\n){%d}".formatted(DAMAGES.size()))
        .contains("| `%s` | 2 | 1 |\n".formatted(ShortRun.EXPERIMENT));
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

  @Test
  @DisplayName("a run diverges to NaN")
  void stopsThatRunOnlyAndShowsItInTheReport(ShortRun run) throws Exception {
    Path out = folder.resolve("diverged");
    // Each step makes the weights 99 times as large: w - 100 * (1 * w).
    Path hopeless =
        Files.writeString(
            folder.resolve("hopeless.yaml"),
            """
            title: Hopeless
            epochs: 20
            batch_size: 32
            label_smoothing: 0
            weight_decay: 1
            schedule:
              constant: {learning_rate: 100, momentum: 0}
            """);
    List<String> command = new ArrayList<>(run.command(out));
    command.add(1, hopeless.toString());
    Application.PLAIN.run(command).assertFailed("hopeless, seed 1: failed: diverged at epoch ");

    JsonNode record = new JsonMapper().readTree(out.resolve("hopeless/seed-1/run.json").toFile());
    int epoch = record.get("diverged").get("epoch").intValue();
    int step = record.get("diverged").get("step").intValue();
    assertThat(Application.files(out.resolve("hopeless"))).containsExactly("seed-1/run.json");
    assertThat(out.resolve("report.md"))
        .content()
        .contains("Runs that diverged and are not counted:")
        .contains("* `hopeless`, seed 1: at epoch %d, step %d.".formatted(epoch, step));

    Files.delete(out.resolve("hopeless/seed-1/run.json"));
    Files.delete(out.resolve("hopeless/seed-1"));
    Files.delete(out.resolve("hopeless"));
    run.assertFinishes(out);
  }
}
