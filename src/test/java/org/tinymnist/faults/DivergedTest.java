package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
@ExtendWith(Undisturbed.class)
class DivergedTest {

  @TempDir static Path folder;

  @Test
  @DisplayName("a run diverges to NaN")
  void stopsThatRunOnlyAndShowsItInTheReport(ShortRun run) throws Exception {
    Path out = folder.resolve("results");
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

    JsonNode record = new ObjectMapper().readTree(out.resolve("hopeless/seed-1/run.json").toFile());
    int epoch = record.get("diverged").get("epoch").intValue();
    int step = record.get("diverged").get("step").intValue();
    assertThat(Application.files(out.resolve("hopeless"))).containsExactly("seed-1/run.json");
    assertThat(out.resolve("report.md"))
        .content()
        .contains("> 1 run diverged and gave no result")
        .containsPattern(
            "\\| `hopeless` \\| Hopeless \\| 1 \\| %d \\| %d \\|".formatted(epoch, step));

    Files.delete(out.resolve("hopeless/seed-1/run.json"));
    Files.delete(out.resolve("hopeless/seed-1"));
    Files.delete(out.resolve("hopeless"));
    run.assertFinishes(out);
  }
}
