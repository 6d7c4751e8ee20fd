package org.tinymnist.results;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.tinymnist.files.AtomicFile;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A CSV file whose rows are records. The columns are the record's components in snake case: text,
 * integers, finite numbers, optional numbers, or optional integers (for writing only).
 */
public record CsvFile<T extends Record>(String name, Class<T> type) {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  /** Converts records to and from their components. */
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final TypeReference<Map<String, Object>> COMPONENTS = new TypeReference<>() {};

  /** More digits than a float has, without its binary remainder. */
  private static final MathContext DIGITS = new MathContext(8);

  private static final String DECIMAL = "-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?";

  private List<String> header() {
    return Stream.of(type.getRecordComponents())
        .map(each -> each.getName().replaceAll("(?<=[a-z])(?=[A-Z0-9])", "_").toLowerCase(ROOT))
        .toList();
  }

  /** Writes the file atomically. */
  public void write(Path folder, List<T> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
      csv.printRecord(header());
      for (T row : rows) {
        Map<String, Object> components = MAPPER.convertValue(row, COMPONENTS);
        csv.printRecord(components.values().stream().map(CsvFile::cell));
      }
    }
    AtomicFile.write(folder.resolve(name), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Object cell(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString()
        : value;
  }

  /** Returns all rows, or throws an InvalidResultException if the file is missing or invalid. */
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
        rows.add(row(record, "line %s: ".formatted(csv.getCurrentLineNumber())));
      }
      return List.copyOf(rows);
    } catch (CSVException | UncheckedIOException | IllegalArgumentException e) {
      throw new InvalidResultException(name, e.getMessage());
    }
  }

  private T row(CSVRecord record, String line) {
    RecordComponent[] columns = type.getRecordComponents();
    if (record.size() != columns.length) {
      throw new InvalidResultException(
          name, line + "%s columns, expected %s".formatted(record.size(), columns.length));
    }
    Map<String, String> components = new HashMap<>();
    for (int i = 0; i < columns.length; i++) {
      String expected = misfit(columns[i].getType(), record.get(i));
      if (expected != null) {
        String shown =
            record.get(i).replaceAll("\\p{Cntrl}+", " ").replaceAll("(.{60}).+", "$1...");
        throw new InvalidResultException(
            name, line + "%s: %s, expected %s".formatted(header().get(i), shown, expected));
      }
      components.put(columns[i].getName(), record.get(i));
    }
    return MAPPER.convertValue(components, type);
  }

  /** Returns the description of a type, if a text is not of this type. */
  private static String misfit(Class<?> type, String text) {
    if (type == OptionalDouble.class && text.isEmpty()) {
      return null;
    }
    if (type == double.class || type == OptionalDouble.class) {
      boolean finite = text.matches(DECIMAL) && Double.isFinite(Double.parseDouble(text));
      return finite ? null : "a number";
    }
    String digits = type == long.class ? "-?\\d{1,18}" : "-?\\d{1,9}";
    return type == String.class || text.matches(digits) ? null : "an integer";
  }
}
