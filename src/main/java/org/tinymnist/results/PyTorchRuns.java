package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The control group, by model and seed: {@code pytorch/model-<n>/seed-<n>/metrics.csv}. */
public record PyTorchRuns(
    Map<String, Map<String, List<EpochMetrics>>> byModel, List<Study.Unusable> unusable) {

  private static final String FOLDER = "pytorch";

  public static PyTorchRuns read(Path reference) throws IOException {
    Map<String, Map<String, List<EpochMetrics>>> byModel = new TreeMap<>();
    List<Study.Unusable> unusable = new ArrayList<>();
    for (Path model : Study.folders(reference.resolve(FOLDER))) {
      Map<String, List<EpochMetrics>> runs = new TreeMap<>();
      for (Path seed : Study.folders(model)) {
        try {
          runs.put(seed.getFileName().toString(), EpochMetrics.FILE.read(seed));
        } catch (InvalidResultException e) {
          unusable.add(Study.Unusable.of(reference, seed, e));
        }
      }
      byModel.put(model.getFileName().toString(), runs);
    }
    return new PyTorchRuns(byModel, unusable);
  }
}
