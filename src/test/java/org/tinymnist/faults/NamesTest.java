package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
@ExtendWith(Undisturbed.class)
class NamesTest {

  @TempDir static Path folder;

  @Test
  @DisplayName("hostile names of experiments and runs")
  void writesNothingOutsideTheResults(ShortRun run, TestReporter reporter) throws Exception {
    String yaml = Files.readString(Path.of("experiments", ShortRun.EXPERIMENT + ".yaml"));
    Path out = Files.createDirectory(folder.resolve("results"));
    List<String> names =
        List.of(
            "..", "...", "-rf", "a b", "a\u001b[2Jb", "a\nb", "A", "a".repeat(65), "ä", "con.x");
    for (String name : names) {
      Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
      Application.Ended ended =
          Application.PLAIN.run("run", "--out", "" + out, "--", file.toString());
      ended.assertFailed("not an experiment's name");
      Files.delete(file);
    }
    // A path may lead anywhere; what is written goes by the file's name alone.
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/deep"));
    Files.writeString(elsewhere.resolveSibling("outside.yaml"), yaml);
    Application.PLAIN
        .run(
            "run",
            elsewhere + "/../outside.yaml",
            "--epochs",
            "1",
            "--data",
            "" + run.data(),
            "--out",
            "" + out)
        .assertEndedWell();
    assertThat(out.resolve("outside/seed-1/run.json")).exists();
    assertThat(Application.files(folder))
        .allMatch(file -> file.startsWith("results/") || file.equals("elsewhere/outside.yaml"));
    reporter.publishEntry(FaultTable.TRIES, "" + (names.size() + 1));
  }
}
