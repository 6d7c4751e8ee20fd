package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tinymnist.results.RunResult;

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
