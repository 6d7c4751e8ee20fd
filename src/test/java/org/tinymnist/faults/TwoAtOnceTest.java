package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

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
class TwoAtOnceTest {

  @TempDir static Path folder;

  @Test
  @DisplayName("two processes in one results folder")
  void namesTheOneThatIsThereAndTakesOverWhenItIsDead(ShortRun run) throws Exception {
    Path out = folder.resolve("results");
    List<String> longer = new ArrayList<>(run.command(out));
    longer.set(longer.indexOf("--epochs") + 1, "10000");
    Process first = Application.PLAIN.start(folder.resolve("output"), longer);
    try {
      while (!Files.exists(out.resolve(ShortRun.FOLDER)) && first.isAlive()) {
        Thread.onSpinWait();
      }
      Application.Ended second = Application.PLAIN.run(run.command(out));
      second.assertFailed("%s: in use by process %d on ".formatted(out, first.pid()));
      assertThat(second.failures().get(0))
          .containsPattern(" since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ; wait for it");
      assertThat(first.isAlive()).isTrue();
    } finally {
      first.destroyForcibly().waitFor();
    }
    run.assertFinishes(out);
  }
}
