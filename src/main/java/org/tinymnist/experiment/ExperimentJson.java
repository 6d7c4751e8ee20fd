package org.tinymnist.experiment;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Experiments as JSON: the keys of their files and of {@code run.json}. */
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

  private ExperimentJson() {}

  /** Returns an experiment's keys and values, with every default written out. */
  public static ObjectNode toTree(Experiment experiment) {
    return MAPPER.valueToTree(experiment);
  }

  /**
   * Returns the experiment of a tree that {@link #toTree} gave.
   *
   * @throws InvalidExperimentException with the first key that is wrong
   */
  public static Experiment fromTree(JsonNode tree) {
    JsonNode unnamed = tree instanceof ObjectNode object ? object.deepCopy().without("name") : tree;
    ExperimentSchema.firstProblem(unnamed)
        .ifPresent(
            problem -> {
              throw new InvalidExperimentException(problem.text());
            });
    try {
      return toExperiment((ObjectNode) tree);
    } catch (InvalidSettingException e) {
      throw new InvalidExperimentException(e.getMessage());
    }
  }

  /**
   * Returns the experiment of a tree that the schema allows.
   *
   * @throws InvalidSettingException if a setting does not fit the others
   */
  static Experiment toExperiment(ObjectNode tree) {
    ObjectNode whole = tree.deepCopy();
    ExperimentSchema.addDefaults(whole);
    try {
      // JSON Schema counts 20.0 among the integers.
      return MAPPER
          .readerFor(Experiment.class)
          .with(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .readValue(whole);
    } catch (JacksonException e) {
      if (e.getCause() instanceof InvalidSettingException cause) {
        throw cause;
      }
      throw new InvalidExperimentException(e.getOriginalMessage());
    }
  }
}
