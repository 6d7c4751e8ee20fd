package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherRuntimesTest {

  private static final String HEADER =
      "runtime,version,model,max_probability_difference,class_differences,test_accuracy,"
          + "milliseconds_per_image,bytes\n";

  @TempDir private Path results;

  @Test
  void saysNothingWithoutTheFile() {
    assertThat(OtherRuntimes.read(results).write()).isEmpty();
  }

  @Test
  void showsTheWorstOverAllModelsOfARuntime() throws IOException {
    write(
        HEADER
            + "Keras,2.20.0,model-0,1.5e-07,0,0.9933,0.02,98765\n"
            + "Keras,2.20.0,model-1,3.5e-07,1,0.9937,0.04,98123\n"
            + "LiteRT,not installed: no wheel,,,,,,\n");
    assertThat(OtherRuntimes.read(results).write())
        .contains(
            "| Keras | 2.20.0 | 2 | 3.5e-07 | 1 | 99.33 %, 99.37 % | 0.030 | 99 kB |"
                .replace(" %", Format.NO_BREAK_SPACE + "%")
                .replace(" kB", Format.NO_BREAK_SPACE + "kB"))
        .contains("| LiteRT | not installed: no wheel | 0 | – | – | – | – | – |");
  }

  @Test
  void showsNoNumberOfABrokenFile() throws IOException {
    write(HEADER + "Keras,2.20.0,model-0,1.5e-07,0,0.9933,0.02,98765\nKeras,2.20.0,mod\n");
    assertThat(OtherRuntimes.read(results).write())
        .contains("Left out: interop.csv: line 3 has other columns")
        .doesNotContain("99.33");
    write("<<<<<<< HEAD\n" + HEADER);
    assertThat(OtherRuntimes.read(results).write()).contains("Left out: interop.csv: columns");
    write(HEADER + "Keras,2.20.0,model-0,much,0,0.9933,0.02,98765\n");
    assertThat(OtherRuntimes.read(results).write()).contains("Left out").doesNotContain("99.33");
  }

  private void write(String content) throws IOException {
    Files.writeString(results.resolve("interop.csv"), content);
  }
}
