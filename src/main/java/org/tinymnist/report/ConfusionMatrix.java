package org.tinymnist.report;

import java.awt.Color;
import java.io.IOException;
import org.tinymnist.report.Drawing.Align;
import org.tinymnist.report.Results.Series;

/**
 * How many test images of each digit are taken for each, over all seeds of an experiment.
 *
 * @param counts {@code [label][predicted]}
 */
record ConfusionMatrix(int[][] counts) {
  private static final double LABELS = 84;
  private static final double TOTALS = 96;
  private static final double TOP = 52;
  private static final double ROW = 34;
  private static final double GAP = 1.5;
  private static final int TEXT = 13;

  static ConfusionMatrix of(Series series) {
    int digits = series.first().confusion().length;
    int[][] sum = new int[digits][digits];
    for (RunResult run : series.runs()) {
      int[][] confusion = run.confusion();
      for (int label = 0; label < digits; label++) {
        for (int predicted = 0; predicted < digits; predicted++) {
          sum[label][predicted] += confusion[label][predicted];
        }
      }
    }
    return new ConfusionMatrix(sum);
  }

  int errors() {
    int errors = 0;
    for (int label = 0; label < counts.length; label++) {
      errors += images(label) - counts[label][label];
    }
    return errors;
  }

  /** Returns the images of a digit, each as often as there are seeds. */
  int images(int label) {
    int images = 0;
    for (int count : counts[label]) {
      images += count;
    }
    return images;
  }

  /** Draws the mistakes, the more frequent the stronger; right answers are left empty. */
  byte[] draw(Theme theme) throws IOException {
    int digits = counts.length;
    double column = (Markdown.PAGE_WIDTH - LABELS - TOTALS) / digits;
    Drawing drawing = new Drawing(Markdown.PAGE_WIDTH, TOP + digits * ROW + 6);
    int most = 1;
    for (int label = 0; label < digits; label++) {
      for (int predicted = 0; predicted < digits; predicted++) {
        most = label == predicted ? most : Math.max(most, counts[label][predicted]);
      }
    }
    double end = LABELS + digits * column;
    drawing.text("taken for", (LABELS + end) / 2, 12, Align.CENTRE, TEXT, theme.text());
    drawing.text("errors", Markdown.PAGE_WIDTH - 8, TOP - 16, Align.RIGHT, TEXT, theme.text());
    drawing.text("label", LABELS - 18, TOP - 16, Align.RIGHT, TEXT, theme.text());
    for (int label = 0; label < digits; label++) {
      double y = TOP + (label + 0.5) * ROW;
      double heading = LABELS + (label + 0.5) * column;
      String digit = Integer.toString(label);
      drawing.text(digit, heading, TOP - 16, Align.CENTRE, TEXT + 1, theme.text());
      drawing.text(digit, LABELS - 18, y, Align.RIGHT, TEXT + 1, theme.text());
      for (int predicted = 0; predicted < digits; predicted++) {
        cell(drawing, theme, label, predicted, column, most);
      }
      int errors = images(label) - counts[label][label];
      drawing.text(
          Format.count(errors), Markdown.PAGE_WIDTH - 8, y, Align.RIGHT, TEXT, theme.text());
    }
    return drawing.svg();
  }

  private void cell(
      Drawing drawing, Theme theme, int label, int predicted, double column, int most) {
    double x = LABELS + predicted * column;
    double y = TOP + label * ROW;
    int count = counts[label][predicted];
    boolean right = label == predicted;
    // The square root keeps rare mistakes visible beside the frequent ones.
    double strength = right ? 0 : Math.sqrt((double) count / most);
    Color mistake = theme.series(1);
    Color colour =
        right || count == 0
            ? Theme.translucent(theme.grid(), right ? 160 : 64)
            : Theme.translucent(mistake, (int) Math.round(40 + 170 * strength));
    drawing.rectangle(x + GAP, y + GAP, column - 2 * GAP, ROW - 2 * GAP, colour);
    if (!right && count > 0) {
      drawing.text(
          Format.count(count), x + column / 2, y + ROW / 2, Align.CENTRE, TEXT, theme.text());
    }
  }
}
