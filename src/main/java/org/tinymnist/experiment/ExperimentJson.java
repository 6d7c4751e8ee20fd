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
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Experiments as JSON: the keys of their files and of {@code run.json}, checked against {@code
 * experiment.schema.json}.
 */
public final class ExperimentJson {

  /** Maps records to JSON and back: snake case, no unknown keys, no coercion of types. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final int MAX_SHOWN = 60;
  private static final JsonNode SCHEMA = load();
  private static final Schema VALIDATOR =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA);

  private ExperimentJson() {}

  private static JsonNode load() {
    try (InputStream in = ExperimentJson.class.getResourceAsStream("/experiment.schema.json")) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an experiment's keys and values, with every default written out. */
  public static ObjectNode toTree(Experiment experiment) {
    return MAPPER.valueToTree(experiment);
  }

  /**
   * Returns the experiment of a tree from {@link #toTree}.
   *
   * @throws InvalidExperimentException with the first key that is wrong
   */
  public static Experiment fromTree(JsonNode tree) {
    check(tree instanceof ObjectNode object ? object.deepCopy().without("name") : tree);
    return toExperiment(tree);
  }

  /** Returns the experiment of a checked tree; missing numbers are 0. */
  static Experiment toExperiment(JsonNode tree) {
    try {
      // JSON Schema counts 20.0 among the integers.
      return MAPPER
          .readerFor(Experiment.class)
          .with(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .readValue(tree);
    } catch (JacksonException e) {
      if (e.getCause() instanceof InvalidExperimentException cause) {
        throw cause;
      }
      throw new InvalidExperimentException(e.getOriginalMessage());
    }
  }

  /**
   * Checks an experiment's keys and values.
   *
   * @throws InvalidExperimentException with the first problem, by line
   */
  static void check(JsonNode tree) {
    VALIDATOR.validate(tree).stream()
        .map(ExperimentJson::problem)
        .min(Comparator.comparingInt(problem -> line(tree, problem.key())))
        .ifPresent(
            problem -> {
              throw problem;
            });
  }

  private static InvalidExperimentException problem(Error error) {
    List<String> path = new ArrayList<>();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      path.add(String.valueOf(error.getInstanceLocation().getElement(i)));
    }
    JsonNode found = error.getInstanceNode();
    JsonNode schema = schemaOf(path);
    String keys = "expected one of " + String.join(", ", schema.path("properties").propertyNames());
    if (error.getProperty() != null) {
      path.add(error.getProperty());
    }
    String problem =
        switch (error.getKeyword()) {
          case "required" -> "missing, expected " + expected(schemaOf(path));
          case "additionalProperties" -> "unknown key, " + keys;
          case "minProperties", "maxProperties" -> found.size() + " keys, " + keys;
          default -> shown(found) + ", expected " + expected(schema);
        };
    return new InvalidExperimentException(String.join(".", path), problem);
  }

  /**
   * Returns the line of a key's value, or of the mapping without it; 0 if the tree has no lines.
   */
  static int line(JsonNode tree, String key) {
    JsonNode node = tree;
    for (String name : key.split("\\.")) {
      node = node.has(name) ? node.get(name) : node;
    }
    return node instanceof TokenStreamLocationAware aware
        ? aware.tokenStreamLocation().getLineNr()
        : 0;
  }

  private static String shown(JsonNode value) {
    if (value.isObject()) {
      return "keys and values";
    }
    String text = value.isNull() ? "nothing" : value.isArray() ? "a list" : value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  /** Returns a text on one line, without control characters. */
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
