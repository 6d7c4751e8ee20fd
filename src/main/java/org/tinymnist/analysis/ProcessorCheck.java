package org.tinymnist.analysis;

import java.util.List;
import java.util.SortedMap;

/**
 * The final test accuracy of one experiment on two processors.
 *
 * @param first name of a processor
 * @param second name of another one
 * @param difference the first's accuracy minus the second's
 */
public record ProcessorCheck(Series series, String first, String second, Difference difference) {

  /** Returns the first processor with enough runs compared with every other one. */
  static List<ProcessorCheck> of(Series series) {
    SortedMap<String, Series> machines = series.byMachine();
    machines.values().removeIf(runs -> !runs.finalTestAccuracy().isEnough());
    return machines.entrySet().stream()
        .skip(1)
        .map(
            other ->
                new ProcessorCheck(
                    series,
                    machines.firstKey(),
                    other.getKey(),
                    Difference.welch(
                        machines.get(machines.firstKey()).finalTestAccuracy(),
                        other.getValue().finalTestAccuracy())))
        .toList();
  }
}
