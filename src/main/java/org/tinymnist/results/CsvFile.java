package org.tinymnist.results;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.files.AtomicFile;

/**
 * A CSV file whose rows are records. The columns are the record's components in snake case: text,
 * integers, finite numbers, or optional integers (for writing only).
 */
public record CsvFile<T extends Record>(String name, Class<T> type) {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** More digits than a float has, without its binary remainder. */
  private static final MathContext DIGITS = new MathContext(8);

  private static final String DECIMAL = "-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?";

  private List<String> header() {
    return Stream.of(type.getRecordComponents())
        .map(each -> each.getName().replaceAll("(?<=[a-z])(?=[A-Z0-9])", "_"))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Writes the file atomically. */
  public void write(Path folder, List<T> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      csv.printRecord(header());
      for (T each : rows) {
        for (RecordComponent component : type.getRecordComponents()) {
          csv.print(cell(component, each));
        }
        csv.println();
      }
    }
    AtomicFile.write(folder.resolve(name), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Object cell(RecordComponent component, Record row) {
    try {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(row);
      if (value instanceof OptionalInt integer) {
        return integer.isPresent() ? integer.getAsInt() : "";
      }
      return value instanceof Double number ? number(number) : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String number(double value) {
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /**
   * Returns all rows.
   *
   * @throws InvalidResultException if the file is missing or invalid
   */
  public List<T> read(Path folder) throws IOException {
    Path path = folder.resolve(name);
    if (!Files.exists(path)) {
      throw new InvalidResultException(name, "missing");
    }
    try {
      String text = Files.readString(path);
      // The byte order mark of some spreadsheets.
      return parse(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      throw new InvalidResultException(name, "not UTF-8");
    }
  }

  public List<T> parse(Reader reader) throws IOException {
    CSVFormat format = FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser csv = CSVParser.parse(reader, format)) {
      if (!csv.getHeaderNames().equals(header())) {
        throw new InvalidResultException(
            name, "columns %s, expected %s".formatted(csv.getHeaderNames(), header()));
      }
      List<T> rows = new ArrayList<>();
      for (CSVRecord record : csv) {
        rows.add(row(record, csv.getCurrentLineNumber()));
      }
      return List.copyOf(rows);
    } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
      throw new InvalidResultException(name, e.getMessage());
    }
  }

  private T row(CSVRecord record, long line) {
    RecordComponent[] components = type.getRecordComponents();
    if (record.size() != components.length) {
      throw new InvalidResultException(
          name,
          "line %s: %s columns, expected %s".formatted(line, record.size(), components.length));
    }
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < values.length; i++) {
      types[i] = components[i].getType();
      try {
        values[i] = value(types[i], record.get(i));
      } catch (IllegalArgumentException e) {
        throw new InvalidResultException(
            name,
            "line %s: %s: %s, expected %s"
                .formatted(line, header().get(i), shown(record.get(i)), e.getMessage()));
      }
    }
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The message of the exception names the expected type. */
  private static Object value(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == double.class) {
      double value = text.matches(DECIMAL) ? Double.parseDouble(text) : Double.NaN;
      if (Double.isFinite(value)) {
        return value;
      }
      throw new IllegalArgumentException("a number");
    }
    boolean isLong = type == long.class;
    if (!text.matches("-?\\d{1,%s}".formatted(isLong ? 18 : 9))) {
      throw new IllegalArgumentException("an integer");
    }
    // A conditional expression would convert both to long.
    if (isLong) {
      return Long.valueOf(text);
    }
    return Integer.valueOf(text);
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }
}
