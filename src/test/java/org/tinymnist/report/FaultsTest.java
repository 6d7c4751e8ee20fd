package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

  private static final String HEADER = "fault,tries,outcome\n";

  @TempDir private Path results;

  @Test
  void saysNothingWithoutTheFile() {
    assertThat(Faults.read(results).write()).isEmpty();
  }

  @Test
  void saysHowManyHeldAndWhatDidNot() throws IOException {
    write(
        HEADER + "kill -9,30,held\nfull disk,4,failed: lost\nclock,0,not tried: no libfaketime\n");
    assertThat(Faults.read(results).write())
        .contains("1 of 3 faults held")
        .contains("| kill -9 | 30 | held |")
        .contains("| full disk | 4 | failed: lost |")
        .contains("| clock | 0 | not tried: no libfaketime |");
  }

  @Test
  void showsNothingOfABrokenFile() throws IOException {
    write(HEADER + "kill -9,30,held\nfull disk,4\n");
    assertThat(Faults.read(results).write())
        .contains("Left out: faults.csv: line 3 has other columns")
        .doesNotContain("kill");
    write(HEADER + "kill -9,many,held\n");
    assertThat(Faults.read(results).write()).contains("Left out: faults.csv: ");
    write("<<<<<<< HEAD\n" + HEADER);
    assertThat(Faults.read(results).write()).contains("Left out: faults.csv: columns");
  }

  private void write(String content) throws IOException {
    Files.writeString(results.resolve("faults.csv"), content);
  }
}
