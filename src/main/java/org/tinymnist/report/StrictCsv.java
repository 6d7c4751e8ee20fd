package org.tinymnist.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file of the results folder: all of its rows or, if it is broken anywhere, none.
 *
 * @param rows empty if there is no such file, too
 * @param obstacle what is wrong with the file, as Markdown; empty if nothing is
 */
record StrictCsv<T>(List<T> rows, String obstacle) {

  /**
   * Reads a file.
   *
   * @param columns all that it must have, in this order
   * @param row makes a row, or throws an {@link IllegalArgumentException}
   */
  static <T> StrictCsv<T> read(
      Path results, String file, List<String> columns, Function<CSVRecord, T> row) {
    Path path = results.resolve(file);
    if (!Files.exists(path)) {
      return new StrictCsv<>(List.of(), "");
    }
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser csv = CSVParser.parse(path, StandardCharsets.UTF_8, format)) {
      if (!csv.getHeaderNames().equals(columns)) {
        return broken(file, "columns %s, expected %s".formatted(csv.getHeaderNames(), columns));
      }
      List<T> rows = new ArrayList<>();
      for (CSVRecord record : csv) {
        if (!record.isConsistent()) {
          return broken(file, "line %d has other columns".formatted(csv.getCurrentLineNumber()));
        }
        rows.add(row.apply(record));
      }
      return new StrictCsv<>(List.copyOf(rows), "");
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return broken(file, e.getMessage());
    }
  }

  private static <T> StrictCsv<T> broken(String file, String why) {
    return new StrictCsv<>(List.of(), Markdown.escape(file + ": " + why));
  }
}
