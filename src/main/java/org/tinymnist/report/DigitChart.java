package org.tinymnist.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tinymnist.analysis.Mistakes;
import org.tinymnist.data.DataSet;

/** Images of misclassified digits, as drawn by {@code digits.ftlx}. */
public record DigitChart(List<Digit> digits) {

  private static final int MOST = 30;
  private static final int SIDE = 28;

  /** Gray levels of a pixel; more are hardly visible at this size. */
  private static final int SHADES = 6;

  public record Digit(Mistakes.Image image, List<Shade> shades) {}

  /** The pixels of one shade; opacity is above 0, up to 1. */
  public record Shade(double opacity, List<Run> runs) {}

  /** Neighboring pixels: column and row of the first, and their number. */
  public record Run(int x, int y, int length) {}

  /** Returns the chart; empty without mistakes or with test images other than the runs'. */
  static Optional<DigitChart> of(Mistakes mistakes, Optional<DataSet> data) {
    String tested = mistakes.series().data().sha256().get(DataSet.TEST_IMAGES);
    if (mistakes.images().isEmpty()
        || data.isEmpty()
        || !data.get().sha256().get(DataSet.TEST_IMAGES).equals(tested)) {
      return Optional.empty();
    }
    return Optional.of(
        new DigitChart(
            mistakes.images().stream()
                .limit(MOST)
                .map(image -> new Digit(image, shades(data.get().test().image(image.index()))))
                .toList()));
  }

  private static List<Shade> shades(byte[] pixels) {
    return IntStream.rangeClosed(1, SHADES)
        .mapToObj(
            shade -> new Shade(Math.round(100.0 * shade / SHADES) / 100.0, runs(pixels, shade)))
        .filter(shade -> !shade.runs().isEmpty())
        .toList();
  }

  private static List<Run> runs(byte[] pixels, int shade) {
    List<Run> runs = new ArrayList<>();
    for (int y = 0; y < SIDE; y++) {
      int start = 0;
      for (int x = 0; x <= SIDE; x++) {
        if (x == SIDE || shade(pixels[y * SIDE + x]) != shade) {
          if (x > start) {
            runs.add(new Run(start, y, x - start));
          }
          start = x + 1;
        }
      }
    }
    return runs;
  }

  private static int shade(byte pixel) {
    return Math.round(Byte.toUnsignedInt(pixel) * SHADES / 255f);
  }
}
