package org.tinymnist.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The runs of the same recipes in PyTorch: {@code pytorch/model-<n>/seed-<n>/metrics.csv} in the
 * folder of the reference.
 *
 * @param byModel the note's model, and the epochs of each of its runs by the seed's folder
 * @param unusable the folders that hold no usable run
 */
public record ControlRuns(
    Map<String, Map<String, List<EpochMetrics>>> byModel, List<Study.Unusable> unusable) {

  private static final String FOLDER = "pytorch";

  /**
   * Returns the runs below the folder of the reference; none if there are none.
   *
   * @throws IOException if a folder or file cannot be read
   */
  public static ControlRuns read(Path reference) throws IOException {
    Map<String, Map<String, List<EpochMetrics>>> byModel = new TreeMap<>();
    List<Study.Unusable> unusable = new ArrayList<>();
    for (Path model : folders(reference.resolve(FOLDER))) {
      Map<String, List<EpochMetrics>> runs = new TreeMap<>();
      for (Path seed : folders(model)) {
        try {
          runs.put(seed.getFileName().toString(), MetricsCsv.FILE.read(seed));
        } catch (InvalidResultException e) {
          String folder = reference.relativize(seed).toString().replace('\\', '/');
          unusable.add(new Study.Unusable(folder, e.getMessage()));
        }
      }
      byModel.put(model.getFileName().toString(), runs);
    }
    return new ControlRuns(byModel, unusable);
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }
}
