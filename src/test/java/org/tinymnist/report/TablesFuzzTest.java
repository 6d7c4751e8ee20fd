package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The tables that other programs write for the report: they never stop it. */
class TablesFuzzTest {

  @TempDir static Path results;

  @FuzzTest
  void showsOrLeavesOut(byte[] bytes) throws Exception {
    for (String file : new String[] {"interop.csv", "faults.csv"}) {
      Files.write(results.resolve(file), bytes);
    }
    for (String text :
        new String[] {OtherRuntimes.read(results).write(), Faults.read(results).write()}) {
      assertThat(text).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]");
    }
  }
}
