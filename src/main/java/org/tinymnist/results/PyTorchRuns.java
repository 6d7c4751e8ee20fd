package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The control group, by model and seed: {@code pytorch/model-<n>/seed-<n>/metrics.csv}. */
public record PyTorchRuns(
    Map<String, Map<Long, List<EpochMetrics>>> byModel, List<Study.Unusable> unusable) {

  public static PyTorchRuns read(Path reference) throws IOException {
    PyTorchRuns all = new PyTorchRuns(new TreeMap<>(), new ArrayList<>());
    for (Path model : Study.folders(reference.resolve(PairPlan.FOLDER))) {
      Map<Long, List<EpochMetrics>> runs = new TreeMap<>();
      all.byModel.put(model.getFileName().toString(), runs);
      for (Path run : Study.folders(model)) {
        try {
          runs.put(Study.seed(run), EpochMetrics.FILE.read(run));
        } catch (InvalidResultException e) {
          all.unusable.add(Study.Unusable.of(reference, run, e));
        }
      }
    }
    return all;
  }
}
