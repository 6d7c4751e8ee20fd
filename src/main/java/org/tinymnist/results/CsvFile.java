package org.tinymnist.results;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The form of one kind of CSV file: its name, its header, and how a row becomes a record and back.
 *
 * @param name of the file in its folder
 * @param header the columns in their order
 * @param cells gives a record's cells; numbers are written with eight significant digits
 * @param row gives the record of a row, or throws an {@link IllegalArgumentException}
 */
public record CsvFile<T>(
    String name, List<String> header, Function<T, List<?>> cells, Function<CSVRecord, T> row) {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** More digits than a float holds, and no binary tail. */
  private static final MathContext DIGITS = new MathContext(8);

  /** Returns the form of a file that another program writes. */
  public static <T> CsvFile<T> readOnly(
      String name, List<String> header, Function<CSVRecord, T> row) {
    return new CsvFile<>(
        name,
        header,
        record -> {
          throw new UnsupportedOperationException(name + " is written by another program");
        },
        row);
  }

  /** Returns the form of a file that other programs read. */
  static <T> CsvFile<T> writeOnly(String name, List<String> header, Function<T, List<?>> cells) {
    return new CsvFile<>(
        name,
        header,
        cells,
        row -> {
          throw new UnsupportedOperationException(name + " is for other programs to read");
        });
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path folder, List<T> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      csv.printRecord(header);
      for (T each : rows) {
        csv.printRecord(cells.apply(each).stream().map(CsvFile::cell).toList());
      }
    }
    AtomicFile.write(folder.resolve(name), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Object cell(Object value) {
    return value instanceof Double number ? number(number) : value;
  }

  /** Returns a number as the files hold it: eight significant digits, no exponent. */
  static String number(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /**
   * Returns all rows.
   *
   * @throws InvalidResultException if the file is missing, or broken anywhere
   * @throws IOException if it is there and cannot be read
   */
  public List<T> read(Path folder) throws IOException {
    Path path = folder.resolve(name);
    if (!Files.exists(path)) {
      throw new InvalidResultException(name, "missing");
    }
    try (Reader reader = Files.newBufferedReader(path)) {
      return parse(reader);
    }
  }

  /**
   * Returns all rows of a text.
   *
   * @throws InvalidResultException if it is broken anywhere
   * @throws IOException if it cannot be read
   */
  public List<T> parse(Reader reader) throws IOException {
    CSVFormat format = FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser csv = CSVParser.parse(reader, format)) {
      if (!csv.getHeaderNames().equals(header)) {
        throw new InvalidResultException(
            name, "columns %s, expected %s".formatted(csv.getHeaderNames(), header));
      }
      List<T> rows = new ArrayList<>();
      for (CSVRecord record : csv) {
        rows.add(checked(record, csv.getCurrentLineNumber()));
      }
      return List.copyOf(rows);
    } catch (CSVException
        | UncheckedIOException
        | CharacterCodingException
        | IllegalArgumentException e) {
      throw new InvalidResultException(name, e.getMessage());
    }
  }

  private T checked(CSVRecord record, long line) {
    if (!record.isConsistent()) {
      throw new InvalidResultException(
          name, "line %s: %s columns, expected %s".formatted(line, record.size(), header.size()));
    }
    try {
      return row.apply(record);
    } catch (IllegalArgumentException e) {
      throw new InvalidResultException(name, "line %s: %s".formatted(line, e.getMessage()));
    }
  }

  /** Returns a cell that holds an integer from one number to another. */
  public static int integer(CSVRecord row, String column, int low, int high) {
    String text = row.get(column);
    if (text.matches("-?\\d{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= low && value <= high) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s, expected an integer in [%s, %s]".formatted(column, shown(text), low, high));
  }

  /** Returns a cell that holds a finite number from one to another. */
  public static double decimal(CSVRecord row, String column, double low, double high) {
    String text = row.get(column);
    if (text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
      double value = Double.parseDouble(text);
      if (value >= low && value <= high && Double.isFinite(value)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s, expected a number in [%s, %s]"
            .formatted(column, shown(text), number(low), number(high)));
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }
}
