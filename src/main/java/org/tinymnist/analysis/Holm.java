package org.tinymnist.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Correction of the p-values of a family of tests (Holm, "A Simple Sequentially Rejective Multiple
 * Test Procedure", 1979): if no test of the family has anything to find, the chance that any of its
 * corrected p-values is below 5 % is at most 5 %.
 */
final class Holm {

  /** A p-value below this level is significant. */
  static final double LEVEL = 0.05;

  private Holm() {}

  /** Returns the corrected values in the order of the given ones. */
  static List<Double> correct(List<Double> p) {
    Double[] corrected = new Double[p.size()];
    int[] ascending =
        IntStream.range(0, p.size())
            .boxed()
            .sorted(Comparator.comparing(p::get))
            .mapToInt(Integer::intValue)
            .toArray();
    double highest = 0;
    for (int rank = 0; rank < ascending.length; rank++) {
      double value = Math.min(1, (ascending.length - rank) * p.get(ascending[rank]));
      highest = Math.max(highest, value);
      corrected[ascending[rank]] = highest;
    }
    return List.of(corrected);
  }
}
