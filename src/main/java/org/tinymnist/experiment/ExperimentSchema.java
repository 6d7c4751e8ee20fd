package org.tinymnist.experiment;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.node.TokenStreamLocationAware;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code experiment.schema.json}: checks an experiment's keys and values, and has the defaults. */
final class ExperimentSchema {

  private static final int MAX_SHOWN = 60;
  private static final JsonNode SCHEMA = load();
  private static final Schema VALIDATOR =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA);

  private ExperimentSchema() {}

  /**
   * A key or value that is not allowed.
   *
   * @param line its line, counted from 1; 0 if the tree does not know
   * @param text key, value, and what was expected
   */
  record Problem(int line, String text) {}

  private static JsonNode load() {
    try (InputStream in = ExperimentSchema.class.getResourceAsStream("/experiment.schema.json")) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the first problem of a tree, by line. */
  static Optional<Problem> firstProblem(JsonNode tree) {
    return VALIDATOR.validate(tree).stream()
        .map(ExperimentSchema::problem)
        .min(Comparator.comparingInt(Problem::line));
  }

  /** Adds the default of every key that is left out. */
  static void addDefaults(ObjectNode tree) {
    addDefaults(tree, SCHEMA);
  }

  private static void addDefaults(ObjectNode tree, JsonNode schema) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode value = tree.get(property.getKey());
      if (value instanceof ObjectNode object) {
        addDefaults(object, property.getValue());
      } else if (value == null && property.getValue().has("default")) {
        tree.set(property.getKey(), property.getValue().get("default"));
      }
    }
  }

  private static Problem problem(Error error) {
    List<String> path = new ArrayList<>();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      path.add(String.valueOf(error.getInstanceLocation().getElement(i)));
    }
    JsonNode found = error.getInstanceNode();
    String keys = "expected one of " + String.join(", ", keys(schemaOf(path)));
    return switch (error.getKeyword()) {
      case "required" -> {
        path.add(error.getProperty());
        yield problem(found, path, "missing, expected " + expected(schemaOf(path)));
      }
      case "additionalProperties" -> {
        path.add(error.getProperty());
        yield problem(found.get(error.getProperty()), path, "unknown key, " + keys);
      }
      case "minProperties", "maxProperties" ->
          problem(found, path, found.size() + " keys, " + keys);
      default -> problem(found, path, shown(found) + ", expected " + expected(schemaOf(path)));
    };
  }

  private static Problem problem(JsonNode at, List<String> path, String what) {
    String key = oneLine(String.join(".", path));
    return new Problem(line(at), key.isEmpty() ? what : key + ": " + what);
  }

  private static int line(JsonNode node) {
    return node instanceof TokenStreamLocationAware aware
        ? aware.tokenStreamLocation().getLineNr()
        : 0;
  }

  /** Returns the line of a key, its parents' names and dots before it, or of what lacks it. */
  static int line(JsonNode tree, String key) {
    JsonNode node = tree;
    for (String name : key.split("\\.")) {
      node = node.has(name) ? node.get(name) : node;
    }
    return line(node);
  }

  private static String shown(JsonNode value) {
    if (value.isObject()) {
      return "keys and values";
    }
    String text = value.isNull() ? "nothing" : value.isArray() ? "a list" : value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  /** Returns a text on one line, without what controls a terminal. */
  static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{C}]+", " ").strip();
  }

  private static JsonNode schemaOf(List<String> path) {
    JsonNode schema = SCHEMA;
    for (String key : path) {
      schema = schema.path("properties").path(key);
    }
    return schema;
  }

  private static List<String> keys(JsonNode schema) {
    return List.copyOf(schema.path("properties").propertyNames());
  }

  /** Returns the allowed values in words, such as {@code a number in (0, 1)}. */
  private static String expected(JsonNode schema) {
    if (schema.has("enum")) {
      return "one of "
          + String.join(", ", schema.get("enum").valueStream().map(JsonNode::asString).toList());
    }
    if (schema.has("pattern")) {
      return schema.get("pattern").asString().replaceAll("^\\^|\\$$", "");
    }
    return switch (schema.path("type").asString("")) {
      case "integer" -> "an integer in " + range(schema);
      case "number" -> "a number in " + range(schema);
      case "boolean" -> "true or false";
      case "string" ->
          "text of %s to %s characters"
              .formatted(schema.path("minLength").asInt(0), schema.path("maxLength").asInt(0));
      default -> "keys and values";
    };
  }

  private static String range(JsonNode schema) {
    boolean open = schema.has("exclusiveMinimum");
    boolean openAbove = schema.has("exclusiveMaximum");
    return "%s%s, %s%s"
        .formatted(
            open ? "(" : "[",
            schema.path(open ? "exclusiveMinimum" : "minimum").asString(""),
            schema.path(openAbove ? "exclusiveMaximum" : "maximum").asString(""),
            openAbove ? ")" : "]");
  }
}
