package org.tinymnist.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Median;
import org.tinymnist.results.Hardware;
import org.tinymnist.results.RunResult;

/**
 * A kind of machine and the runs that were made on it. Times of different kinds are never mixed.
 *
 * @param device CPU, or the GPU's name
 * @param processor its name
 * @param cores how many
 * @param runs how many were made on it
 * @param secondsPerEpoch the median over those runs of each one's mean
 */
public record MachineSummary(
    String device, String processor, int cores, int runs, double secondsPerEpoch) {

  /** Returns the kinds of machines, in the order of their runs. */
  static List<MachineSummary> of(List<RunResult> runs) {
    Map<List<?>, List<RunResult>> kinds = new LinkedHashMap<>();
    for (RunResult run : runs) {
      Hardware hardware = run.record().hardware();
      kinds
          .computeIfAbsent(
              List.of(hardware.device(), hardware.processor(), hardware.cores()),
              kind -> new ArrayList<>())
          .add(run);
    }
    return kinds.values().stream().map(MachineSummary::ofSame).toList();
  }

  private static MachineSummary ofSame(List<RunResult> runs) {
    Hardware hardware = runs.get(0).record().hardware();
    double[] seconds =
        runs.stream().mapToDouble(run -> run.record().seconds() / run.epochs().size()).toArray();
    return new MachineSummary(
        hardware.device(),
        hardware.processor(),
        hardware.cores(),
        runs.size(),
        Median.withDefaults().evaluate(seconds));
  }
}
