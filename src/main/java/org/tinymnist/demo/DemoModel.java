package org.tinymnist.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tinymnist.model.InvalidModelException;
import org.tinymnist.model.TfjsModel;

/** The exported model of one run, as the demo offers it. */
public final class DemoModel {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SAVED_MODEL = "saved_model";

  private final Path savedModel;
  private final String experiment;
  private final long seed;
  private final JsonNode record;
  private TfjsModel converted;

  private DemoModel(Path savedModel, String experiment, long seed, JsonNode record) {
    this.savedModel = savedModel;
    this.experiment = experiment;
    this.seed = seed;
    this.record = record;
  }

  /**
   * Finds the models of a results folder: of runs whose figures alone are there, none.
   *
   * @param results the folder with {@code <experiment>/seed-<n>/} for each run
   * @return by experiment, then by seed; at least one
   * @throws IOException if there is none, or a run's {@code run.json} cannot be read; the message
   *     is one line
   */
  public static List<DemoModel> in(Path results) throws IOException {
    List<DemoModel> models = new ArrayList<>();
    for (Path experiment : folders(results)) {
      for (Path run : folders(experiment)) {
        String name = run.getFileName().toString();
        if (name.matches("seed-\\d{1,18}")
            && Files.isRegularFile(run.resolve("run.json"))
            && Files.exists(run.resolve(SAVED_MODEL))) {
          models.add(
              new DemoModel(
                  run.resolve(SAVED_MODEL),
                  experiment.getFileName().toString(),
                  Long.parseLong(name.substring("seed-".length())),
                  read(run.resolve("run.json"))));
        }
      }
    }
    if (models.isEmpty()) {
      throw new NoSuchFileException(
          results.toString(),
          null,
          "no model of a finished run, expected <experiment>/seed-<n>/run.json and saved_model/");
    }
    models.sort(
        Comparator.comparing((DemoModel model) -> model.experiment)
            .thenComparing(model -> model.seed));
    return models;
  }

  /** Where it is served, below the page: unique among the models of a folder. */
  String path() {
    return "models/" + experiment + "/seed-" + seed;
  }

  /**
   * The model for TensorFlow.js, converted when it is first asked for.
   *
   * @throws InvalidModelException if the folder holds no digit classifier
   */
  synchronized TfjsModel converted() {
    if (converted == null) {
      converted = TfjsModel.of(savedModel);
    }
    return converted;
  }

  /** What the page shows of the models, in their order. */
  static byte[] json(List<DemoModel> models) throws IOException {
    List<Map<String, Object>> list = new ArrayList<>();
    for (DemoModel model : models) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("path", model.path());
      entry.put("title", model.record.path("experiment").path("title").asText(model.experiment));
      entry.put("seed", model.seed);
      entry.put("parameters", model.record.path("parameters"));
      entry.put("test_accuracy", model.record.path("final_test_accuracy"));
      list.add(entry);
    }
    return JSON.writeValueAsBytes(list);
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).toList();
    }
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
