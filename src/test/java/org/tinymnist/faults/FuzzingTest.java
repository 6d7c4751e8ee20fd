package org.tinymnist.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jazzer makes up files, guided by the code that they reach, for as long as it is given. Each
 * reader has seconds for a file, and a small heap.
 */
@Tag("faults")
class FuzzingTest {

  /** What Jazzer found stays here: inputs that reach new code, and those that fail. */
  private static final Path FOLDER = Path.of("target/fuzzing");

  @ParameterizedTest(name = "hostile file: {0}")
  @CsvSource({
    "IDX, data.IdxFileFuzzTest, readsOrRefuses",
    "picture, picture.PictureFuzzTest, readsOrRefuses",
    "experiment (YAML), experiment.ExperimentFuzzTest, readsOrRefuses",
    "metrics.csv, results.RunFolderFuzzTest, readsOrRefusesMetrics",
    "run.json, results.RunFolderFuzzTest, readsOrRefusesARecord"
  })
  void isReadOrRefusedInOneLine(String file, String test, String method) throws Exception {
    Path folder = Files.createDirectories(FOLDER.resolve(test).resolve(method));
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=org.tinymnist." + test,
                "--target_method=" + method,
                "--instrumentation_includes=org.tinymnist.**",
                "-max_total_time=" + Extent.of(45, 1),
                "-max_len=8192",
                "-timeout=10",
                "-rss_limit_mb=1500")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    List<String> lines = Files.readAllLines(output);
    String finding =
        lines.stream()
            .dropWhile(line -> !line.startsWith("== "))
            .limit(40)
            .collect(Collectors.joining("\n"));
    assertThat(exit).as("%s", finding).isZero();
  }
}
