package org.tinymnist.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** GitHub-flavoured Markdown. */
final class Markdown {
  /** The width of a page on GitHub. */
  static final int PAGE_WIDTH = 880;

  private Markdown() {}

  /** Returns text in one line, without control and formatting characters. */
  static String plain(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("\\p{C}", "").strip();
  }

  /** Returns text that came from a file such that Markdown shows it as it is. */
  static String escape(String text) {
    return plain(text).replaceAll("[\\\\`*_\\[\\]<>|~&$#]", "\\\\$0");
  }

  /** Returns text as code; it must not hold a backtick. */
  static String code(String text) {
    return "`" + text + "`";
  }

  static String bold(String text) {
    return "**" + text + "**";
  }

  /** Returns the anchor that GitHub gives a heading. */
  static String anchor(String heading) {
    return "#"
        + plain(heading)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
            .replace(' ', '-');
  }

  /** Returns a picture that is there twice, for light and for dark pages. */
  static String picture(String light, String dark, String alternative) {
    return """
        <picture>
          <source media="(prefers-color-scheme: dark)" srcset="%s">
          <img src="%s" alt="%s" width="%s">
        </picture>
        """
        .formatted(dark, light, alternative, PAGE_WIDTH);
  }

  /** Returns a block that shows its content on a click; open from the start if it is short. */
  static String details(String summary, boolean open, String content) {
    return "<details%s>\n<summary>%s</summary>\n\n%s\n</details>\n"
        .formatted(open ? " open" : "", summary, content);
  }

  /** A table: first the columns, then the rows. */
  static final class Table {
    private final List<String> header = new ArrayList<>();
    private final List<String> alignment = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    Table left(String... names) {
      return columns("---", names);
    }

    Table right(String... names) {
      return columns("--:", names);
    }

    Table row(List<String> cells) {
      if (cells.size() != header.size()) {
        throw new IllegalArgumentException(
            "%s cells, expected %s".formatted(cells.size(), header.size()));
      }
      rows.add(List.copyOf(cells));
      return this;
    }

    Table row(String... cells) {
      return row(List.of(cells));
    }

    private Table columns(String rule, String... names) {
      Collections.addAll(header, names);
      alignment.addAll(Collections.nCopies(names.length, rule));
      return this;
    }

    @Override
    public String toString() {
      StringBuilder table = new StringBuilder();
      line(table, header);
      line(table, alignment);
      rows.forEach(row -> line(table, row));
      return table.toString();
    }

    private static void line(StringBuilder table, List<String> cells) {
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
  }
}
