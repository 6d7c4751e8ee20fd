package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tinymnist.results.RunResult;

/**
 * The final test accuracy of one experiment on two processors.
 *
 * @param series the experiment
 * @param first a processor
 * @param second another one
 * @param difference the first's accuracy less the second's
 */
public record ProcessorCheck(Series series, String first, String second, Difference difference) {

  /** Returns the checks of an experiment: of all processors with enough runs, with the first. */
  static List<ProcessorCheck> of(Series series) {
    List<ProcessorCheck> checks = new ArrayList<>();
    Map.Entry<String, Sample> first = null;
    for (Map.Entry<String, List<RunResult>> entry : series.byMachine().entrySet()) {
      Sample sample =
          Sample.of(
              entry.getValue().stream().mapToDouble(run -> run.last().testAccuracy()).toArray());
      if (!sample.isEnough()) {
        continue;
      }
      if (first == null) {
        first = Map.entry(entry.getKey(), sample);
      } else {
        checks.add(
            new ProcessorCheck(
                series,
                first.getKey(),
                entry.getKey(),
                Difference.welch(first.getValue(), sample)));
      }
    }
    return checks;
  }
}
