package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Correction of the p-values of a family of tests (Holm, "A Simple Sequentially Rejective Multiple
 * Test Procedure", 1979): if all null hypotheses of the family hold, the chance that any corrected
 * p-value is below 0.05 is at most 5 %.
 */
final class Holm {

  /** A p-value below this level is significant. */
  static final double LEVEL = 0.05;

  private Holm() {}

  /** Returns a family with corrected p-values; a test without one is returned unchanged. */
  static <T> List<T> correct(
      List<T> tests, Function<T, OptionalDouble> p, BiFunction<T, OptionalDouble, T> corrected) {
    List<Integer> ascending = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      if (p.apply(tests.get(i)).isPresent()) {
        ascending.add(i);
      }
    }
    ascending.sort(Comparator.comparing(i -> p.apply(tests.get(i)).getAsDouble()));
    List<T> all = new ArrayList<>(tests);
    double highest = 0;
    for (int rank = 0; rank < ascending.size(); rank++) {
      T test = tests.get(ascending.get(rank));
      double value = (ascending.size() - rank) * p.apply(test).getAsDouble();
      highest = Math.max(highest, Math.min(1, value));
      all.set(ascending.get(rank), corrected.apply(test, OptionalDouble.of(highest)));
    }
    return all;
  }
}
