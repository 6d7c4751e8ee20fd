package org.tinymnist.experiment;

import com.networknt.schema.serialization.node.LocationJsonNodeFactoryFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * An experiment's YAML file: one mapping without aliases. Jackson accepts numbers and booleans only
 * in JSON syntax, so that {@code 010} and {@code yes} are text and rejected.
 */
record ExperimentFile(Path file) {

  private static final String SUFFIX = ".yaml";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int MAX_BYTES = 64 * 1024;
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static Experiment read(Path file) throws IOException {
    return new ExperimentFile(file).experiment(name(file));
  }

  static String name(Path file) {
    String full = file.getFileName().toString();
    String name = full.endsWith(SUFFIX) ? full.substring(0, full.length() - SUFFIX.length()) : "";
    if (!NAME.matcher(name).matches()) {
      throw new InvalidExperimentException(
          "%s: not an experiment's name, expected %s%s".formatted(file, NAME, SUFFIX));
    }
    return name;
  }

  private Experiment experiment(String name) throws IOException {
    JsonNode tree = tree(text());
    try {
      ExperimentJson.check(tree);
      return ExperimentJson.toExperiment(((ObjectNode) tree).put("name", name));
    } catch (InvalidExperimentException e) {
      throw invalid(ExperimentJson.line(tree, e.key()), e.getMessage());
    }
  }

  private String text() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidExperimentException(file + ": no such file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new InvalidExperimentException(file + ": too large, expected 64 KiB at most");
    }
    try {
      String text = Files.readString(file);
      // Some editors write a byte order mark.
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InvalidExperimentException(file + ": not UTF-8 text");
    }
  }

  private JsonNode tree(String text) {
    try (JsonParser parser = YAML.createParser(text)) {
      refuseAliases(text);
      JsonNode tree =
          YAML.reader()
              .with(LocationJsonNodeFactoryFactory.getInstance().getJsonNodeFactory(parser))
              .readTree(parser);
      if (tree == null) {
        throw new InvalidExperimentException(file + ": empty, expected keys and values");
      }
      if (parser.nextToken() != null) {
        throw invalid(lineOf(parser.currentTokenLocation()), "a second document, expected one");
      }
      return tree;
    } catch (JacksonException e) {
      if (e.getCause() instanceof MarkedYamlEngineException yaml) {
        String context = yaml.getContext() == null ? "" : yaml.getContext() + ": ";
        int line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
        throw invalid(line, "not valid YAML: " + context + yaml.getProblem());
      }
      throw invalid(lineOf(e.getLocation()), "not valid YAML: " + e.getOriginalMessage());
    }
  }

  private static int lineOf(TokenStreamLocation location) {
    return location == null ? 1 : Math.max(1, location.getLineNr());
  }

  /** Rejects aliases, which Jackson reads as text. */
  private void refuseAliases(String text) {
    try (YAMLParser parser = (YAMLParser) YAML.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias()) {
          String key = parser.currentName() == null ? "" : parser.currentName() + ": ";
          throw invalid(
              lineOf(parser.currentTokenLocation()), key + "an alias, expected the value itself");
        }
      }
    }
  }

  private InvalidExperimentException invalid(int line, String problem) {
    return new InvalidExperimentException("%s:%s: %s".formatted(file, line, problem));
  }
}
