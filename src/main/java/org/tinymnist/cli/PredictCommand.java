package org.tinymnist.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tinymnist.data.DigitImage;
import org.tinymnist.data.LabeledImages;
import org.tinymnist.model.Classifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Classifies pictures of digits. */
@Command(
    name = "predict",
    description = "Print the digit that each picture shows, and the probabilities.",
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "PNG or JPEG files of any size, one digit each, light on dark or dark on light.")
  private List<Path> images;

  @Override
  public Integer call() throws IOException {
    float[] intensities = new float[images.size() * LabeledImages.PIXELS];
    for (int i = 0; i < images.size(); i++) {
      float[] digit = DigitImage.read(images.get(i));
      System.arraycopy(digit, 0, intensities, i * LabeledImages.PIXELS, LabeledImages.PIXELS);
    }
    main.loadTensorFlow();
    try (Classifier classifier = Classifier.load(model.folder())) {
      Classifier.Predictions predictions = classifier.classify(intensities, images.size());
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? asJson(predictions) : asText(predictions));
      out.flush();
    }
    return 0;
  }

  private String asText(Classifier.Predictions predictions) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < images.size(); i++) {
      int digit = predictions.classes()[i];
      float[] row = predictions.probabilities()[i];
      text.append(
          String.format(
              Locale.ROOT, "%s: %d (%.2f %%)%n ", images.get(i), digit, 100 * row[digit]));
      for (int c = 0; c < row.length; c++) {
        text.append(String.format(Locale.ROOT, " %d: %.4f", c, row[c]));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private String asJson(Classifier.Predictions predictions) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("image", images.get(i).toString());
      row.put("digit", predictions.classes()[i]);
      row.put("probabilities", predictions.probabilities()[i]);
      rows.add(row);
    }
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows)
        + System.lineSeparator();
  }
}
