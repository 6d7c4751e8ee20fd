package org.tinymnist.experiment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a YAML file that holds one mapping, without anchors, aliases and tags.
 *
 * <p>It goes over the parser's tokens because Jackson's data binding converts types silently and
 * knows no line of a value that is well-formed but wrong.
 */
final class YamlReader {
  private static final int MAX_BYTES = 64 * 1024;

  /** What YAML's {@code c-printable} leaves out. */
  private static final Pattern NOT_PRINTABLE =
      Pattern.compile(
          "[^\\t\\n\\r\\x20-\\x7E\\x85\\xA0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  /** Where the parser's message says that something is. */
  private static final Pattern PLACE = Pattern.compile("(?m)^ in .*, line (\\d+), column \\d+:$");

  private final Path file;
  private final int[] codePoints;
  private final YAMLParser parser;

  private YamlReader(Path file, String text, YAMLParser parser) {
    this.file = file;
    this.codePoints = text.codePoints().toArray();
    this.parser = parser;
  }

  /**
   * Reads a file.
   *
   * @throws InvalidExperimentException if it is not there or holds anything but one mapping
   * @throws IOException if it cannot be read
   */
  static YamlMapping read(Path file) throws IOException {
    String text = text(file);
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new YamlReader(file, text, parser).document();
    } catch (JsonProcessingException e) {
      throw notYaml(file, e);
    }
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidExperimentException(file, "no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidExperimentException(file, "too large, expected 64 KiB at most");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      refuseControlCharacters(file, text);
      return text;
    } catch (CharacterCodingException e) {
      throw new InvalidExperimentException(file, "not UTF-8 text");
    }
  }

  /** The parser refuses them too, but does not say where. */
  private static void refuseControlCharacters(Path file, String text) {
    Matcher control = NOT_PRINTABLE.matcher(text);
    if (control.find()) {
      int line =
          1 + (int) text.substring(0, control.start()).chars().filter(c -> c == '\n').count();
      throw new InvalidExperimentException(
          file, line, "character U+%04X, expected text".formatted(control.group().codePointAt(0)));
    }
  }

  private static InvalidExperimentException notYaml(Path file, JsonProcessingException e) {
    String message = e.getOriginalMessage();
    // Lines that begin with a space are places and excerpts of the file.
    String problem =
        message
            .lines()
            .filter(line -> !line.startsWith(" "))
            .collect(Collectors.joining(": ", "not valid YAML: ", ""))
            .replaceAll("\\p{Cntrl}", "");
    // The context's place comes first, the problem's own last.
    Optional<Integer> line =
        PLACE
            .matcher(message)
            .results()
            .map(place -> Integer.valueOf(place.group(1)))
            .reduce((context, own) -> own)
            .or(() -> Optional.ofNullable(e.getLocation()).map(JsonLocation::getLineNr));
    return line.map(number -> new InvalidExperimentException(file, number, problem))
        .orElseGet(() -> new InvalidExperimentException(file, problem));
  }

  private YamlMapping document() throws IOException {
    if (parser.nextToken() == null) {
      throw new InvalidExperimentException(file, "empty, expected keys and values");
    }
    YamlMapping.Value document = value(line(), "");
    if (document.mapping() == null) {
      throw new InvalidExperimentException(
          file, document.line(), document + ", expected keys and values");
    }
    if (parser.nextToken() != null) {
      throw new InvalidExperimentException(file, line(), "a second document, expected one");
    }
    return document.mapping();
  }

  private YamlMapping.Value value(int line, String path) throws IOException {
    refuseReference(path);
    JsonToken token = parser.currentToken();
    boolean plain = !startsWithOneOf("\"'|>");
    if (token == JsonToken.START_OBJECT) {
      return new YamlMapping.Value(line, token, plain, "", mapping(line, path));
    }
    String text = parser.getText();
    parser.skipChildren();
    return new YamlMapping.Value(line, token, plain, text, null);
  }

  private YamlMapping mapping(int line, String path) throws IOException {
    YamlMapping mapping = new YamlMapping(file, line, path);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      int keyLine = line();
      refuseReference(mapping.pathOf(key));
      parser.nextToken();
      mapping.add(key, value(keyLine, mapping.pathOf(key)));
    }
    return mapping;
  }

  private void refuseReference(String path) {
    if (startsWithOneOf("&*!")) {
      String key = path.isEmpty() ? "" : Excerpt.of(path) + ": ";
      throw new InvalidExperimentException(
          file, line(), key + "an anchor, alias or tag, expected none");
    }
  }

  /** Looks at the token's first character: Jackson tells neither quotes nor a scalar's anchor. */
  private boolean startsWithOneOf(String characters) {
    long offset = parser.currentTokenLocation().getCharOffset();
    return offset < codePoints.length && characters.indexOf(codePoints[(int) offset]) >= 0;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
