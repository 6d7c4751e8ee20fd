package org.tinymnist.experiment;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.node.TokenStreamLocationAware;
import java.util.Comparator;
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
 * Converts experiments to and from JSON, as in their files and {@code run.json}, and checks them
 * against {@code experiment.schema.json}.
 */
public final class ExperimentJson {

  /** Maps records to JSON and back: snake case, no unknown keys, no type coercion. */
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
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ExperimentJson.class.getResourceAsStream("/experiment.schema.json"));

  private ExperimentJson() {}

  /** Returns an experiment's keys and values, including defaults. */
  public static ObjectNode toTree(Experiment experiment) {
    return MAPPER.valueToTree(experiment);
  }

  /**
   * Returns the experiment of a tree from {@link #toTree}.
   *
   * @throws InvalidExperimentException for the first invalid key
   */
  public static Experiment fromTree(JsonNode tree) {
    check(tree instanceof ObjectNode object ? object.deepCopy().without("name") : tree);
    return toExperiment(tree);
  }

  /** Returns the experiment of a checked tree; missing numbers are 0. */
  static Experiment toExperiment(JsonNode tree) {
    try {
      // In JSON Schema, 20.0 is an integer.
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
   * @throws InvalidExperimentException for the first problem, by line
   */
  static void check(JsonNode tree) {
    SCHEMA.validate(tree).stream()
        .map(ExperimentJson::problem)
        .min(Comparator.comparingInt(problem -> line(tree, problem.key())))
        .ifPresent(
            problem -> {
              throw problem;
            });
  }

  private static InvalidExperimentException problem(Error error) {
    String pointer = error.getInstanceLocation().toString();
    JsonNode found = error.getInstanceNode();
    JsonNode schema = schemaOf(pointer);
    String keys = "expected one of " + String.join(", ", schema.path("properties").propertyNames());
    if (error.getProperty() != null) {
      pointer += "/" + error.getProperty();
    }
    String problem =
        switch (error.getKeyword()) {
          case "required" -> "missing, expected " + expected(schemaOf(pointer));
          case "additionalProperties" -> "unknown key, " + keys;
          case "minProperties", "maxProperties" -> found.size() + " keys, " + keys;
          default -> shown(found) + ", expected " + expected(schema);
        };
    String key = pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
    return new InvalidExperimentException(key, problem);
  }

  /** Returns the line of a key's value, or of the mapping that lacks the key; 0 if unknown. */
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

  static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{C}]+", " ").strip();
  }

  private static JsonNode schemaOf(String pointer) {
    return SCHEMA.getSchemaNode().at(pointer.replace("/", "/properties/"));
  }

  /** Returns a description of the allowed values, for example {@code a number in (0, 1)}. */
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
    String low =
        schema.has("exclusiveMinimum")
            ? "(" + schema.get("exclusiveMinimum")
            : "[" + schema.get("minimum");
    String high =
        schema.has("exclusiveMaximum")
            ? schema.get("exclusiveMaximum") + ")"
            : schema.get("maximum") + "]";
    return low + ", " + high;
  }
}
