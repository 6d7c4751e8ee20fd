package org.tinymnist.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tinymnist.cli.PictureQueue.Picture;
import org.tinymnist.model.Classifier.Predictions;
import org.tinymnist.picture.DigitImage;
import org.tinymnist.picture.DigitImage.Box;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Prints a line per picture, or a JSON array with an object per picture. */
final class PredictionPrinter {

  private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

  private final PrintWriter out;
  private final boolean json;
  private final boolean single;
  private boolean begun;

  /** A picture; the last two are of its only digit. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Row(
      String image,
      String failure,
      String number,
      List<Digit> digits,
      Integer digit,
      float[] probabilities) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Digit(int digit, Box box, Boolean wide, float[] probabilities) {

    String text() {
      String touching = wide == null ? "" : ", wide: touching digits?";
      return String.format(Locale.ROOT, "%.2f %% at ", 100 * probabilities[digit])
          + "%s,%s %sx%s".formatted(box.left(), box.top(), box.width(), box.height())
          + touching;
    }
  }

  PredictionPrinter(PrintWriter out, boolean json, boolean single) {
    this.out = out;
    this.json = json;
    this.single = single;
  }

  void printFailure(Picture picture) {
    if (json) {
      print(new Row(picture.name(), picture.failure(), null, null, null, null));
    }
  }

  void print(Picture picture, Predictions predictions) {
    List<Digit> digits = new ArrayList<>();
    StringBuilder number = new StringBuilder();
    for (DigitImage image : picture.digits()) {
      int value = predictions.classes()[digits.size()];
      Boolean wide = image.isWide() && !single ? true : null;
      digits.add(new Digit(value, image.box(), wide, predictions.probabilities()[digits.size()]));
      number.append(value);
    }
    if (json) {
      Digit only = digits.size() == 1 ? digits.get(0) : null;
      Integer digit = only == null ? null : only.digit;
      float[] probabilities = only == null ? null : only.probabilities;
      print(new Row(picture.name(), null, number.toString(), digits, digit, probabilities));
    } else {
      String texts = String.join("; ", digits.stream().map(Digit::text).toList());
      out.println(Failure.printable("%s: %s (%s)".formatted(picture.name(), number, texts)));
    }
  }

  private void print(Row row) {
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
}
