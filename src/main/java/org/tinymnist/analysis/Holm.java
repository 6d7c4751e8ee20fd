package org.tinymnist.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Correction of p-values for how many there are (Holm, "A Simple Sequentially Rejective Multiple
 * Test Procedure", 1979): at a level of 5 %, the chance that any of them is taken for a finding
 * while there is none is 5 % at most.
 */
final class Holm {

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
