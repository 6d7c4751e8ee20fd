package org.tinymnist.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tinymnist.report.Markdown.Table;

class MarkdownTest {

  @Test
  void showsTextFromFilesAsItIs() {
    assertThat(Markdown.escape("a|b *c* `d` <img> [e](f) $g$ h_i"))
        .isEqualTo("a\\|b \\*c\\* \\`d\\` \\<img\\> \\[e\\](f) \\$g\\$ h\\_i");
  }

  @Test
  void keepsTextFromFilesOnOneLineAndWithoutControlCharacters() {
    assertThat(Markdown.plain(" a\n\tb\u001b[31m\u202ec ")).isEqualTo("a b[31mc");
  }

  @Test
  void linksToAHeadingAsGitHubDoes() {
    assertThat(Markdown.anchor("Model 2: OneCycleLR & Dropout (p=0.1)"))
        .isEqualTo("#model-2-onecyclelr--dropout-p01");
  }

  @Test
  void writesATable() {
    assertThat(new Table().left("a").right("b", "c").row("1", "2", "3"))
        .hasToString(
            """
            | a | b | c |
            | --- | --: | --: |
            | 1 | 2 | 3 |
            """);
  }

  @Test
  void refusesARowThatDoesNotFitTheTable() {
    Table table = new Table().left("a");

    assertThatThrownBy(() -> table.row("1", "2")).hasMessage("2 cells, expected 1");
  }
}
