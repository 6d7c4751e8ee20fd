package org.tinymnist.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema and the records say the same: a key that one has, the other has too. */
class SchemaTest {

  private static JsonNode schema;

  @BeforeAll
  static void read() throws IOException {
    schema = new JsonMapper().readTree(Path.of("experiments/experiment.schema.json").toFile());
  }

  static List<Arguments> records() {
    return List.of(
        Arguments.of(Experiment.class, ""),
        Arguments.of(OneCycle.class, "schedule.one_cycle"),
        Arguments.of(ConstantSchedule.class, "schedule.constant"),
        Arguments.of(Dropout.class, "dropout"),
        Arguments.of(Augmentation.class, "augmentation"),
        Arguments.of(AugmentationFade.class, "augmentation.fade"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void hasAPropertyOfTheRightTypeForEveryComponent(Class<?> type, String path) {
    JsonNode object = at(path);
    List<RecordComponent> components = components(type);

    assertThat(components.stream().map(SchemaTest::key))
        .containsExactlyInAnyOrderElementsOf(object.path("properties").propertyNames());
    for (RecordComponent component : components) {
      JsonNode property = object.path("properties").path(key(component));
      String as = path + " " + key(component);
      assertThat(property.path("type").asString("")).as(as).isEqualTo(jsonType(component));
      if (component.getType().isEnum()) {
        assertThat(texts(property.path("enum"))).as(as).containsExactlyElementsOf(names(component));
      }
      if (Set.of("number", "integer").contains(jsonType(component))) {
        assertThat(property.has("minimum") ^ property.has("exclusiveMinimum")).as(as).isTrue();
        assertThat(property.has("maximum") ^ property.has("exclusiveMaximum")).as(as).isTrue();
      }
    }
  }

  /** What may be left out has a default, or is empty without one. */
  @ParameterizedTest
  @MethodSource("records")
  void requiresWhatHasNoDefault(Class<?> type, String path) {
    JsonNode object = at(path);
    Set<String> required = new TreeSet<>(texts(object.path("required")));
    for (RecordComponent component : components(type)) {
      JsonNode property = object.path("properties").path(key(component));
      boolean optional =
          property.has("default")
              || component.getType() == Optional.class
              || component.getType() == OptionalDouble.class
              || List.of("description", "dropout", "augmentation").contains(key(component));
      assertThat(required.contains(key(component))).as(key(component)).isEqualTo(!optional);
    }
    assertThat(object.path("additionalProperties").isBoolean()).isTrue();
    assertThat(object.path("additionalProperties").booleanValue()).isFalse();
  }

  @Test
  void describesEveryKeyInASentence() {
    List<JsonNode> properties = new ArrayList<>();
    collect(schema, properties);

    assertThat(properties).hasSizeGreaterThan(30);
    assertThat(properties)
        .allSatisfy(
            property ->
                assertThat(property.path("description").asString("")).matches("(?s)[A-Zt].+"));
  }

  /** What a file leaves out is what the records call none. */
  @Test
  void hasTheRecordsDefaults() {
    assertDefaults("augmentation", ExperimentJson.MAPPER.valueToTree(Augmentation.NONE), 5);
    assertDefaults("dropout", ExperimentJson.MAPPER.valueToTree(Dropout.NONE), 0);
    assertThat(at("precision").path("default").asString("")).isEqualTo("float32");
    assertThat(at("weight_decay").path("default").doubleValue()).isZero();
    assertThat(at("validation").path("default").intValue()).isZero();
  }

  private static void assertDefaults(String path, JsonNode none, int count) {
    int found = 0;
    for (var property : at(path).path("properties").properties()) {
      if (property.getValue().has("default")) {
        assertThat(none.path(property.getKey()).doubleValue())
            .isEqualTo(property.getValue().get("default").doubleValue());
        found++;
      }
    }
    assertThat(found).isEqualTo(count);
  }

  private static void collect(JsonNode object, List<JsonNode> properties) {
    for (JsonNode property : object.path("properties")) {
      properties.add(property);
      collect(property, properties);
    }
  }

  private static JsonNode at(String path) {
    JsonNode object = schema;
    for (String key : path.isEmpty() ? new String[0] : path.split("\\.")) {
      object = object.path("properties").path(key);
    }
    return object;
  }

  /** Returns the components as JSON has them, without the name, which is the file's. */
  private static List<RecordComponent> components(Class<?> type) {
    List<RecordComponent> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        components.addAll(components(component.getType()));
      } else if (!key(component).equals("name")) {
        components.add(component);
      }
    }
    return components;
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(java.util.Locale.ROOT);
  }

  private static String jsonType(RecordComponent component) {
    Type type = component.getGenericType();
    if (type instanceof ParameterizedType optional) {
      type = optional.getActualTypeArguments()[0];
    }
    if (type == int.class) {
      return "integer";
    }
    if (type == double.class || type == OptionalDouble.class) {
      return "number";
    }
    if (type == boolean.class) {
      return "boolean";
    }
    return type == String.class || ((Class<?>) type).isEnum() ? "string" : "object";
  }

  private static List<String> names(RecordComponent component) {
    return Arrays.stream(component.getType().getFields())
        .map(field -> field.getAnnotation(JsonProperty.class))
        .filter(java.util.Objects::nonNull)
        .map(JsonProperty::value)
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
