package org.tinymnist.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tinymnist.model.Classifier.Predictions;
import org.tinymnist.picture.DigitImage;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Prints a line per picture, or a JSON array with an object per picture. */
final class PredictionPrinter {

  private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

  private final PrintWriter out;
  private final boolean json;
  private final boolean single;
  private boolean begun;

  PredictionPrinter(PrintWriter out, boolean json, boolean single) {
    this.out = out;
    this.json = json;
    this.single = single;
  }

  void print(String name, String failure) {
    if (json) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("image", name);
      row.put("failure", failure);
      print(row);
    }
  }

  void print(String name, List<DigitImage> images, Predictions predictions) {
    StringBuilder number = new StringBuilder();
    List<String> texts = new ArrayList<>();
    List<Map<String, Object>> digits = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      DigitImage image = images.get(i);
      int value = predictions.classes()[i];
      boolean wide = image.isWide() && !single;
      number.append(value);
      texts.add(text(image.box(), predictions.probabilities()[i][value], wide));
      Map<String, Object> digit = new LinkedHashMap<>();
      digit.put("digit", value);
      digit.put("box", image.box());
      if (wide) {
        digit.put("wide", true);
      }
      digit.put("probabilities", predictions.probabilities()[i]);
      digits.add(digit);
    }
    if (!json) {
      String line = "%s: %s (%s)".formatted(name, number, String.join("; ", texts));
      out.println(Failure.printable(line));
      return;
    }
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("image", name);
    row.put("number", number.toString());
    row.put("digits", digits);
    if (digits.size() == 1) {
      row.put("digit", digits.get(0).get("digit"));
      row.put("probabilities", digits.get(0).get("probabilities"));
    }
    print(row);
  }

  private void print(Map<String, Object> row) {
    out.print(begun ? ", " : "[ ");
    begun = true;
    out.print(JSON.writeValueAsString(row));
  }

  void end() {
    if (json) {
      out.println(begun ? " ]" : "[ ]");
    }
    out.flush();
  }

  private static String text(DigitImage.Box box, float probability, boolean wide) {
    return String.format(
        Locale.ROOT,
        "%.2f %% at %d,%d %dx%d%s",
        100 * probability,
        box.left(),
        box.top(),
        box.width(),
        box.height(),
        wide ? ", wide: touching digits?" : "");
  }
}
