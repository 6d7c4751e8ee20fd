package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The runs of the same recipes in PyTorch: {@code pytorch/model-<n>/seed-<n>/metrics.csv} in the
 * folder of the reference.
 *
 * @param byModel the note's model, and the epochs of each of its runs by the seed's folder
 * @param unusable the folders that hold no usable run
 */
public record PyTorchRuns(
    Map<String, Map<String, List<EpochMetrics>>> byModel, List<Study.Unusable> unusable) {

  private static final String FOLDER = "pytorch";

  /**
   * Returns the runs below the folder of the reference; none if there are none.
   *
   * @throws IOException if a folder or file cannot be read
   */
  public static PyTorchRuns read(Path reference) throws IOException {
    Map<String, Map<String, List<EpochMetrics>>> byModel = new TreeMap<>();
    List<Study.Unusable> unusable = new ArrayList<>();
    for (Path model : Study.folders(reference.resolve(FOLDER))) {
      Map<String, List<EpochMetrics>> runs = new TreeMap<>();
      for (Path seed : Study.folders(model)) {
        try {
          runs.put(seed.getFileName().toString(), EpochMetrics.FILE.read(seed));
        } catch (InvalidResultException e) {
          String folder = reference.relativize(seed).toString().replace('\\', '/');
          unusable.add(new Study.Unusable(folder, e.getMessage()));
        }
      }
      byModel.put(model.getFileName().toString(), runs);
    }
    return new PyTorchRuns(byModel, unusable);
  }
}
