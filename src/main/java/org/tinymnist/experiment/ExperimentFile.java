package org.tinymnist.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinymnist.experiment.ExperimentJson.Problem;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an experiment's YAML file: one mapping, without anchors, aliases and tags.
 *
 * <p>It goes over the parser's events because only they know the line of a value. Numbers and
 * {@code true} or {@code false} stand without quotes, and none of YAML 1.1's other spellings of
 * them is taken: {@code 010} is neither 8 nor 10, {@code yes} is not true.
 */
final class ExperimentFile {

  private static final String SUFFIX = ".yaml";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_DEPTH = 20;
  private static final int MAX_SHOWN = 60;
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");

  /** What YAML's {@code c-printable} leaves out. */
  private static final Pattern NOT_PRINTABLE =
      Pattern.compile(
          "[^\\t\\n\\r\\x20-\\x7E\\x85\\xA0-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  /** Where a key stands, and its value as a message shows it. */
  private record Place(int line, String shown) {}

  private final Path file;
  private final Map<String, Place> places = new HashMap<>();
  private final Iterator<Event> events;

  private ExperimentFile(Path file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  static Experiment read(Path file) throws IOException {
    String name = name(file);
    String text = text(file);
    Yaml yaml = new Yaml(new LoaderOptions());
    // The parser takes no byte order mark.
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return new ExperimentFile(file, yaml.parse(new java.io.StringReader(content)).iterator())
          .experiment(name);
    } catch (MarkedYAMLException e) {
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw invalid(
          file,
          e.getProblemMark().getLine() + 1,
          "not valid YAML: " + oneLine(context + e.getProblem()));
    } catch (YAMLException e) {
      throw new InvalidExperimentException(file + ": not valid YAML: " + shown(e.getMessage()));
    }
  }

  /** Returns the name that the file gives its experiment. */
  static String name(Path file) {
    String full = file.getFileName().toString();
    String name = full.endsWith(SUFFIX) ? full.substring(0, full.length() - SUFFIX.length()) : "";
    if (!NAME.matcher(name).matches()) {
      throw new InvalidExperimentException(
          "%s: not an experiment's name, expected %s%s".formatted(file, NAME, SUFFIX));
    }
    return name;
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidExperimentException(file + ": no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidExperimentException(file + ": too large, expected 64 KiB at most");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Matcher control = NOT_PRINTABLE.matcher(text);
      if (control.find()) {
        long line = 1 + text.substring(0, control.start()).chars().filter(c -> c == '\n').count();
        throw invalid(
            file,
            (int) line,
            "character U+%04X, expected text".formatted(control.group().codePointAt(0)));
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new InvalidExperimentException(file + ": not UTF-8 text");
    }
  }

  private Experiment experiment(String name) {
    next();
    if (next().is(Event.ID.StreamEnd)) {
      throw new InvalidExperimentException(file + ": empty, expected keys and values");
    }
    Event start = next();
    JsonNode tree = value(start, line(start), "", 0);
    if (!tree.isObject()) {
      throw invalid(file, line(start), places.get("").shown() + ", expected keys and values");
    }
    next();
    Event end = next();
    if (!end.is(Event.ID.StreamEnd)) {
      throw invalid(file, line(end), "a second document, expected one");
    }
    ExperimentJson.firstProblem(tree, this::lineOf).ifPresent(this::refuse);
    try {
      return ExperimentJson.toExperiment(((ObjectNode) tree).put("name", name));
    } catch (InvalidSettingException e) {
      throw invalid(file, lineOf(e.key()), e.getMessage());
    }
  }

  private Event next() {
    return events.next();
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }

  private JsonNode value(Event event, int line, String path, int depth) {
    refuseReference(event, path);
    if (depth > MAX_DEPTH) {
      throw invalid(file, line, "not valid YAML: nested more than " + MAX_DEPTH + " times");
    }
    if (event.is(Event.ID.MappingStart)) {
      places.put(path, new Place(line, "keys and values"));
      return mapping(path, depth);
    }
    if (event.is(Event.ID.SequenceStart)) {
      places.put(path, new Place(line, "a list"));
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (Event item = next(); !item.is(Event.ID.SequenceEnd); item = next()) {
        list.add(value(item, line(item), path + "[]", depth + 1));
      }
      return list;
    }
    ScalarEvent scalar = (ScalarEvent) event;
    String text = oneLine(scalar.getValue());
    String shown = scalar.isPlain() ? shown(text) : '"' + shown(text) + '"';
    places.put(path, new Place(line, shown.isEmpty() ? "nothing" : shown));
    return scalar.isPlain() ? plain(text) : JsonNodeFactory.instance.stringNode(text);
  }

  private static JsonNode plain(String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (INTEGER.matcher(text).matches()) {
      BigInteger value = new BigInteger(text);
      return value.bitLength() < Integer.SIZE
          ? nodes.numberNode(value.intValue())
          : nodes.numberNode(value);
    }
    if (NUMBER.matcher(text).matches()) {
      return nodes.numberNode(new BigDecimal(text));
    }
    if (text.equals("true") || text.equals("false")) {
      return nodes.booleanNode(text.equals("true"));
    }
    return NOTHING.matcher(text).matches() ? nodes.nullNode() : nodes.stringNode(text);
  }

  private ObjectNode mapping(String path, int depth) {
    ObjectNode mapping = JsonNodeFactory.instance.objectNode();
    for (Event event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw invalid(file, line(event), "not valid YAML: expected a key");
      }
      String name = shown(key.getValue());
      String full = path.isEmpty() ? name : path + "." + name;
      refuseReference(event, full);
      if (mapping.has(key.getValue())) {
        String problem = "given again, expected once: see line " + places.get(full).line();
        throw invalid(file, line(event), full + ": " + problem);
      }
      mapping.set(key.getValue(), value(next(), line(event), full, depth + 1));
    }
    return mapping;
  }

  private void refuseReference(Event event, String path) {
    NodeEvent node = (NodeEvent) event;
    boolean tagged =
        event instanceof ScalarEvent scalar
            ? scalar.getTag() != null
            : event instanceof org.yaml.snakeyaml.events.CollectionStartEvent collection
                && collection.getTag() != null;
    if (node.getAnchor() != null || tagged) {
      String key = path.isEmpty() ? "" : path + ": ";
      throw invalid(file, line(event), key + "an anchor, alias or tag, expected none");
    }
  }

  private void refuse(Problem problem) {
    Place place = places.get(problem.path());
    String found = problem.what().isEmpty() ? place.shown() : problem.what();
    throw invalid(
        file,
        lineOf(problem.path()),
        "%s: %s, expected %s".formatted(problem.path(), found, problem.expected()));
  }

  /** Returns the line of a key, or of the mapping that lacks it. */
  private int lineOf(String path) {
    Place place = places.get(path);
    return place != null ? place.line() : lineOf(path.replaceFirst("\\.?[^.]*$", ""));
  }

  /** Returns a piece of the file on one line, none of which controls a terminal. */
  private static String shown(String text) {
    String line = oneLine(text);
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
  }

  private static InvalidExperimentException invalid(Path file, int line, String problem) {
    return new InvalidExperimentException("%s:%d: %s".formatted(file, line, problem));
  }
}
