package org.tinymnist.experiment;

import com.fasterxml.jackson.core.JsonToken;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.tinymnist.train.Setting;

/**
 * A mapping in a YAML file. Every value is asked for with its type, and one that is missing or
 * wrong is refused with file, line, key, value and what was expected.
 *
 * <p>Numbers and {@code true} or {@code false} stand without quotes, and none of YAML 1.1's other
 * spellings of them is taken: {@code 010} is neither 8 nor 10, {@code yes} is not true.
 */
final class YamlMapping {
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private final Path file;
  private final int line;
  private final String path;
  private final Map<String, Value> values = new LinkedHashMap<>();

  /**
   * An empty mapping.
   *
   * @param file the file it is read from
   * @param line the line of its key
   * @param path its key after those of the mappings around it; empty for the file's own mapping
   */
  YamlMapping(Path file, int line, String path) {
    this.file = file;
    this.line = line;
    this.path = path;
  }

  /**
   * What stands behind a key.
   *
   * @param line the line of the key
   * @param token what the parser makes of it
   * @param plain whether it is a scalar without quotes
   * @param text a scalar's text
   * @param mapping a mapping, else null
   */
  record Value(int line, JsonToken token, boolean plain, String text, YamlMapping mapping) {

    private boolean isText() {
      return token == JsonToken.VALUE_STRING && !isNothing();
    }

    private boolean isNothing() {
      return plain && text.isEmpty();
    }

    /** The value as a message shows it. */
    @Override
    public String toString() {
      if (token == JsonToken.START_OBJECT) {
        return "keys and values";
      }
      if (token == JsonToken.START_ARRAY) {
        return "a list";
      }
      if (isNothing()) {
        return "nothing";
      }
      return plain ? Excerpt.of(text) : '"' + Excerpt.of(text) + '"';
    }
  }

  /** Adds a key with its value. */
  void add(String key, Value value) {
    Value earlier = values.putIfAbsent(key, value);
    if (earlier != null) {
      throw invalid(value.line(), key, "given again, expected once: see line " + earlier.line());
    }
  }

  /** The path of one of this mapping's keys. */
  String pathOf(String key) {
    return path.isEmpty() ? key : path + '.' + key;
  }

  /** Refuses all keys but these. */
  YamlMapping only(List<String> keys) {
    values.forEach(
        (key, value) -> {
          if (!keys.contains(key)) {
            throw invalid(
                value.line(), key, "unknown key, expected one of " + String.join(", ", keys));
          }
        });
    return this;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  int integer(Setting setting) {
    return (int) number(setting, INTEGER);
  }

  double number(Setting setting) {
    return number(setting, NUMBER);
  }

  private double number(Setting setting, Pattern pattern) {
    Value value = get(setting.key(), setting.expected());
    if (value.plain() && pattern.matcher(value.text()).matches()) {
      double number = Double.parseDouble(value.text());
      if (setting.allows(number)) {
        return number;
      }
    }
    throw invalid(setting.key(), value, setting.expected());
  }

  boolean flag(String key) {
    String expected = "true or false";
    Value value = get(key, expected);
    if (value.plain() && value.text().equals("true")) {
      return true;
    }
    if (value.plain() && value.text().equals("false")) {
      return false;
    }
    throw invalid(key, value, expected);
  }

  /** One paragraph: white space and control characters become single spaces. */
  String text(String key, int maxLength) {
    String expected = "text of 1 to %d characters".formatted(maxLength);
    Value value = get(key, expected);
    String text = value.text().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (!value.isText() || text.isEmpty() || text.length() > maxLength) {
      throw invalid(key, value, expected);
    }
    return text;
  }

  String match(String key, Pattern pattern) {
    String expected = pattern.pattern();
    Value value = get(key, expected);
    if (!value.isText() || !pattern.matcher(value.text()).matches()) {
      throw invalid(key, value, expected);
    }
    return value.text();
  }

  String choice(String key, List<String> choices) {
    String expected = "one of " + String.join(", ", choices);
    Value value = get(key, expected);
    if (!value.isText() || !choices.contains(value.text())) {
      throw invalid(key, value, expected);
    }
    return value.text();
  }

  /** An enum's constant, by its name in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(YamlMapping::name).toList();
    return type.getEnumConstants()[names.indexOf(choice(key, names))];
  }

  /** How a file names an enum's constant. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  YamlMapping mapping(String key) {
    String expected = "keys and values";
    Value value = get(key, expected);
    if (value.mapping() == null) {
      throw invalid(key, value, expected);
    }
    return value.mapping();
  }

  /** The only key there is, which must be one of these. */
  String single(List<String> keys) {
    only(keys);
    if (values.size() != 1) {
      throw new InvalidExperimentException(
          file,
          line,
          "%s: %d keys, expected one of %s"
              .formatted(path, values.size(), String.join(", ", keys)));
    }
    return values.keySet().iterator().next();
  }

  private Value get(String key, String expected) {
    Value value = values.get(key);
    if (value == null) {
      throw invalid(line, key, "missing, expected " + expected);
    }
    return value;
  }

  private InvalidExperimentException invalid(String key, Value value, String expected) {
    return invalid(value.line(), key, "%s, expected %s".formatted(value, expected));
  }

  private InvalidExperimentException invalid(int line, String key, String problem) {
    return new InvalidExperimentException(
        file, line, "%s: %s".formatted(Excerpt.of(pathOf(key)), problem));
  }
}
