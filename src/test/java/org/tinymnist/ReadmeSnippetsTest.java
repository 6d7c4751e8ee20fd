package org.tinymnist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadmeSnippetsTest {

  /**
   * CI runs the files, {@code src/interop/snippets/run}; this keeps the README's blocks to them.
   */
  @ParameterizedTest
  @CsvSource({
    "python, classify.py",
    "javascript, classify.mjs",
    "java, Classify.java",
    "c, classify.c",
    "sh, classify.sh"
  })
  void showsTheSnippetsThatAreRun(String language, String file) throws Exception {
    String snippet = Files.readString(Path.of("src/interop/snippets").resolve(file));
    assertThat(Path.of("README.md"))
        .content()
        .contains("```" + language + "\n" + snippet + "```\n");
  }
}
