package org.tinymnist.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsLockTest {

  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() throws IOException {
    Path results = folder.resolve("made/if-need-be");
    try (ResultsLock held = ResultsLock.take(results)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> ResultsLock.take(results))
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              ".*if-need-be: in use by process %d on .* since .*Z; wait for it, or name another folder"
                  .formatted(ProcessHandle.current().pid()));
    }
    ResultsLock.take(results).close();
  }

  @Test
  void takesOverWhatADeadProcessLeft() throws IOException {
    Path file = Files.writeString(folder.resolve(ResultsLock.FILE), "process 1 on a host\n");
    ResultsLock.take(folder).close();
    assertThat(file).content().contains("process " + ProcessHandle.current().pid());
  }
}
