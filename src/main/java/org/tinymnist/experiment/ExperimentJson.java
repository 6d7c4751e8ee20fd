package org.tinymnist.experiment;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
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

  private static final JsonNode SCHEMA = load();
  private static final Schema VALIDATOR =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(SCHEMA);

  private ExperimentJson() {}

  /**
   * A key that is wrong.
   *
   * @param path the key after those of the mappings around it, with dots
   * @param what {@code missing}, {@code unknown key}, or empty for a wrong value
   * @param expected what should be there, for people
   */
  record Problem(String path, String what, String expected) {}

  private static JsonNode load() {
    try (InputStream in = ExperimentJson.class.getResourceAsStream("/experiment.schema.json")) {
      return new JsonMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an experiment's keys and values, every default written out. */
  public static ObjectNode toTree(Experiment experiment) {
    return MAPPER.valueToTree(experiment);
  }

  /**
   * Returns the experiment of a tree that {@link #toTree} gave.
   *
   * @throws InvalidExperimentException with the first key that is wrong
   */
  public static Experiment fromTree(JsonNode tree) {
    check(tree);
    try {
      return toExperiment((ObjectNode) tree);
    } catch (InvalidSettingException e) {
      throw new InvalidExperimentException(e.getMessage());
    }
  }

  /**
   * Returns the experiment of a tree that {@link #firstProblem} finds nothing in, with the schema's
   * defaults for what is left out.
   *
   * @throws InvalidSettingException if a setting does not fit the others
   */
  static Experiment toExperiment(ObjectNode tree) {
    ObjectNode whole = tree.deepCopy();
    addDefaults(whole, SCHEMA);
    try {
      return MAPPER.treeToValue(whole, Experiment.class);
    } catch (JacksonException e) {
      if (e.getCause() instanceof InvalidSettingException cause) {
        throw cause;
      }
      throw new InvalidExperimentException(e.getOriginalMessage());
    }
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

  /** Refuses a tree that the schema does not allow. */
  private static void check(JsonNode tree) {
    firstProblem(withoutName(tree), path -> 0)
        .ifPresent(
            problem -> {
              JsonNode value = tree.at("/" + problem.path().replace('.', '/'));
              String found = problem.what().isEmpty() ? value.toString() : problem.what();
              throw new InvalidExperimentException(
                  "%s: %s, expected %s".formatted(problem.path(), found, problem.expected()));
            });
  }

  private static JsonNode withoutName(JsonNode tree) {
    return tree instanceof ObjectNode object ? object.deepCopy().without("name") : tree;
  }

  /**
   * Returns what is wrong first.
   *
   * @param line gives the line of a path, by which problems are ordered
   */
  static Optional<Problem> firstProblem(JsonNode tree, ToIntFunction<String> line) {
    List<Problem> problems = new ArrayList<>(notIntegers(tree, SCHEMA, List.of()));
    VALIDATOR.validate(tree).stream().map(ExperimentJson::problem).forEach(problems::add);
    return problems.stream()
        .min(Comparator.comparingInt(problem -> line.applyAsInt(problem.path())));
  }

  /** JSON Schema counts 20.0 among the integers; here an integer is written as one. */
  private static List<Problem> notIntegers(JsonNode tree, JsonNode schema, List<String> path) {
    List<Problem> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      JsonNode property = schema.path("properties").path(field.getKey());
      List<String> full = new ArrayList<>(path);
      full.add(field.getKey());
      if (property.path("type").asString("").equals("integer")
          && field.getValue().isFloatingPointNumber()) {
        problems.add(new Problem(join(full), "", expected(property)));
      }
      problems.addAll(notIntegers(field.getValue(), property, full));
    }
    return problems;
  }

  private static Problem problem(Error error) {
    List<String> path = new ArrayList<>();
    for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
      path.add(String.valueOf(error.getInstanceLocation().getElement(i)));
    }
    String keys = keys(schemaOf(path));
    return switch (error.getKeyword()) {
      case "required" -> {
        path.add(error.getProperty());
        yield new Problem(join(path), "missing", expected(schemaOf(path)));
      }
      case "additionalProperties" -> {
        path.add(error.getProperty());
        yield new Problem(join(path), "unknown key", "one of " + keys);
      }
      case "minProperties", "maxProperties" ->
          new Problem(join(path), error.getInstanceNode().size() + " keys", "one of " + keys);
      default -> new Problem(join(path), "", expected(schemaOf(path)));
    };
  }

  private static String join(List<String> path) {
    return String.join(".", path);
  }

  private static JsonNode schemaOf(List<String> path) {
    JsonNode schema = SCHEMA;
    for (String key : path) {
      schema = schema.path("properties").path(key);
    }
    return schema;
  }

  private static String keys(JsonNode schema) {
    List<String> keys = new ArrayList<>();
    keys.addAll(schema.path("properties").propertyNames());
    return String.join(", ", keys);
  }

  /** Returns the allowed values in words, such as {@code a number in (0, 1)}. */
  private static String expected(JsonNode schema) {
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add(value.asString("")));
      return "one of " + String.join(", ", values);
    }
    if (schema.has("pattern")) {
      return schema.get("pattern").asString("").replaceAll("^\\^|\\$$", "");
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
